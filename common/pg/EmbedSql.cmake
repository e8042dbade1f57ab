# amparo_embed_sql(TARGET NAMESPACE DIR [FILE...]): a library TARGET that holds the *.sql files of DIR (0001_what.sql, 0002_...), and the
# further FILEs that are shared by several services, as `std::span<const amparo::pg::Migration> NAMESPACE::Migrations()`, in the order
# of their numbers. DIR is relative to the current source directory, a FILE to the root; the header is
# `<path of DIR from the root>/migrations.h`, as in "services/case/migrations/migrations.h". A FILE that came when services had
# migrations of their own has another number in each: `common/audit/migrations/audit_chain.sql@0009` is 0009_audit_chain here.
# New, removed and edited files are picked up by the next build.
function(amparo_embed_sql target namespace dir)
  set(source_dir ${CMAKE_CURRENT_SOURCE_DIR}/${dir})
  file(RELATIVE_PATH relative ${CMAKE_SOURCE_DIR} ${source_dir})
  set(out ${CMAKE_BINARY_DIR}/gen/${relative})
  file(GLOB files CONFIGURE_DEPENDS ${source_dir}/*.sql)
  foreach(shared ${ARGN})
    set(file ${CMAKE_SOURCE_DIR}/${shared})
    if(file MATCHES "^(.+)/([a-z0-9_]+\\.sql)@([0-9]+)$")
      set(file ${CMAKE_CURRENT_BINARY_DIR}/${target}/${CMAKE_MATCH_3}_${CMAKE_MATCH_2})
      configure_file(${CMAKE_MATCH_1}/${CMAKE_MATCH_2} ${file} COPYONLY)
    endif()
    list(APPEND files ${file})
  endforeach()
  string(REPLACE ";" "|" listed "${files}")
  add_custom_command(
    OUTPUT ${out}/migrations.h ${out}/migrations.cc
    COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${namespace} -DINCLUDE=${relative}/migrations.h -DFILES=${listed} -DOUT=${out}
            -P ${CMAKE_SOURCE_DIR}/common/pg/embed_sql_script.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/common/pg/embed_sql_script.cmake
    COMMENT "Embedding ${relative}" VERBATIM)
  amparo_library(${target} SOURCES ${out}/migrations.cc ${out}/migrations.h DEPS amparo_pg)
endfunction()
