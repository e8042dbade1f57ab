# Building with CMake presets.

# build_preset PRESET: configures and builds everything of it. Two runs never build in one folder at once.
build_preset() {
  local preset=$1 log=$log_dir/build-$1.log
  if [[ -e $root/build/$preset/bin ]]; then need_room "$root" 500 "a build"; else need_room "$root" 3000 "a build"; fi
  mkdir -p "$root/build"
  with_progress "Building ($preset)" "$log" build_locked "$preset" || fail_with_log "$log" "the build ($preset) failed"
}

build_locked() {
  cd "$root"
  exec 8>>"$root/build/.lock"
  flock 8
  cmake --preset "$1" && cmake --build --preset "$1"
}
