# Building with CMake presets.

# What runs; benchmarks and tests are built by those who ask for them.
programs=(case-service scheduling-service statistics-service amparo)

# build_preset PRESET [TARGET...]: configures, and builds the targets (`all` when none is named, nothing for `none`).
build_preset() {
  local preset=$1 log=$log_dir/build-$1.log
  shift
  # A first build needs room; one that is up to date hardly any.
  if [[ -e $root/build/$preset/bin ]]; then need_room "$root" 500 "a build"; else need_room "$root" 3000 "a build"; fi
  mkdir -p "$root/build"
  with_progress "Building ($preset)" "$log" build_locked "$preset" "${@:-all}" ||
    fail_with_log "$log" "the build ($preset) failed"
}

# Two runs never build in one folder at once.
build_locked() {
  local preset=$1
  shift
  exec 8>>"$root/build/.lock"
  flock 8
  cd "$root" && cmake --preset "$preset" || return
  [[ $1 == none ]] || cmake --build --preset "$preset" --target "$@"
}
