# Run by amparo_embed_sql at build time: writes migrations.h and migrations.cc from the files in FILES (separated by bars).
string(REPLACE "|" ";" files "${FILES}")
list(SORT files COMPARE FILE_BASENAME)
set(entries "")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
    message(FATAL_ERROR "${file}: a migration is called NNNN_what_it_does.sql")
  endif()
  string(REGEX REPLACE "^0+" "" version ${CMAKE_MATCH_1})
  # As hex: CMake's own reading of text would trip over brackets, semicolons and backslashes.
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${hex}")
  # Compilers bound the length of one line, not of adjacent literals.
  string(REGEX REPLACE "((\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..))" "\\1\"\n     \"" bytes
                       "${bytes}")
  string(LENGTH "${hex}" hex_length)
  math(EXPR length "${hex_length} / 2")
  string(APPEND entries "    {${version}, \"${name}\",\n     {\"${bytes}\", ${length}}},\n")
endforeach()
if(entries STREQUAL "")
  message(FATAL_ERROR "${INCLUDE}: no migrations")
endif()
file(WRITE ${OUT}/migrations.h
"#pragma once

#include <span>

#include \"common/pg/migrator.h\"

namespace ${NAMESPACE} {

// The schema's migrations in order.
std::span<const amparo::pg::Migration> Migrations();

}  // namespace ${NAMESPACE}
")
file(WRITE ${OUT}/migrations.cc
"#include \"${INCLUDE}\"

namespace ${NAMESPACE} {
namespace {

constexpr amparo::pg::Migration kMigrations[] = {
${entries}};

}  // namespace

std::span<const amparo::pg::Migration> Migrations() { return kMigrations; }

}  // namespace ${NAMESPACE}
")
