#!/usr/bin/env bash
# Builds, tests and runs OptGen, and sets up what that takes. build.ps1 has the same verbs for Windows.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
artifacts="$root/artifacts"

# The SDK's first run would otherwise write a profile script and a certificate outside the checkout.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=0 DOTNET_GENERATE_ASPNET_CERTIFICATE=0
export MSBUILDDISABLENODEREUSE=1

help() {
  cat <<'TEXT'
./build.sh build             builds everything (Release)
./build.sh test              runs all tests; the last line is "N passed, N failed, N skipped"
./build.sh demo [options]    trains a network on Fashion-MNIST; see ./build.sh demo --help
./build.sh bench [suite]     measures against peers, and writes artifacts/bench/SUITE.json
./build.sh experiment NAME   runs an experiment
./build.sh pack              makes the packages in artifacts/packages
./build.sh clean             removes artifacts/
TEXT
}

fail() {
  printf 'build.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

any_exists() {
  local path
  for path in "$@"; do
    if [ -e "$path" ]; then return 0; fi
  done
  return 1
}

# --- What the machine must have ---------------------------------------------------------------------------------------

# Debian and Ubuntu: installs the packages named. Elsewhere: says what to install.
require() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    fail "Install these first (named as on Debian; there is no apt-get here): $*. Images of your own by ./build.sh demo --data DIR."
  local log="$artifacts/apt.log" apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "Installing packages takes root. Run this first: apt-get install --no-install-recommends $*"
    apt=(sudo "${apt[@]}")
  fi
  echo "Installing with apt-get: $*"
  mkdir -p "$artifacts"
  : >"$log"
  if ! apt-cache show --no-all-versions "$@" >/dev/null 2>&1; then
    "${apt[@]}" update >>"$log" 2>&1 || true
  fi
  # Package lists that are older than the mirror name files that are gone: once more with new ones.
  "${apt[@]}" install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null ||
    { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; } >>"$log" 2>&1 </dev/null ||
    { tail -n 15 "$log" >&2; fail "apt-get could not install $* (the whole log: $log)."; }
}

require_python_torch() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c "import importlib.util as i, sys; sys.exit(not (i.find_spec('torch') and i.find_spec('numpy')))" 2>/dev/null; then
      export OPTGEN_PYTHON="${OPTGEN_PYTHON:-$python}"
      return
    fi
  done
  require python3-torch python3-numpy
  export OPTGEN_PYTHON="${OPTGEN_PYTHON:-/usr/bin/python3}"
}

# --- Building ---------------------------------------------------------------------------------------------------------

build() {
  command -v dotnet >/dev/null || fail "The .NET SDK 10 was not found; install it from https://dot.net."
  (cd "$root" && dotnet build OptGen.sln -c Release -v:minimal -tl:off -nologo) || fail "The build failed."
}

program() {
  printf '%s' "$artifacts/bin/$1/release/$1.dll"
}

# --- Verbs ------------------------------------------------------------------------------------------------------------

# The number that a results file gives for an attribute of its counters.
counter() {
  sed -nE "s/.*<Counters ([^>]* )?$2=\"([0-9]*)\".*/\2/p" "$1" | head -n 1
}

run_tests() {
  build
  local results="$artifacts/test-results" passed=0 failed=0 skipped=0 status=0 name code total run good
  rm -rf "$results"
  mkdir -p "$results"
  # shellcheck disable=SC2013 # project names are words
  for name in $(sed -nE 's/^Project.*"([^"]*\.Tests)", "[^"]*\.csproj".*/\1/p' "$root/OptGen.sln"); do
    code=0
    (cd "$root" && dotnet test "$(program "$name")" --logger "trx;LogFileName=$name.trx" --results-directory "$results" "$@" </dev/null) || code=$?
    total=0 run=0 good=0
    if [ -f "$results/$name.trx" ]; then
      total="$(counter "$results/$name.trx" total)" run="$(counter "$results/$name.trx" executed)" good="$(counter "$results/$name.trx" passed)"
    fi
    total="${total:-0}" run="${run:-0}" good="${good:-0}"
    passed=$((passed + good))
    skipped=$((skipped + total - run))
    failed=$((failed + run - good))
    if [ "$code" -ne 0 ]; then status=1; fi
    if [ "$code" -ne 0 ] && [ "$run" -eq "$good" ]; then
      echo "$name ended with exit code $code before its tests were through; that counts as one failure." >&2
      failed=$((failed + 1))
    elif [ "$total" -eq 0 ] && [ $# -eq 0 ]; then
      echo "$name holds no test that was found; that counts as one failure." >&2
      failed=$((failed + 1)) status=1
    fi
  done
  if [ $((passed + failed)) -eq 0 ]; then
    echo "No test ran." >&2
    status=1
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  return "$status"
}

run_demo() {
  local argument own_data=""
  for argument in "$@"; do
    case "$argument" in --data | --data=* | --help | -h) own_data=yes ;; esac
  done
  if [ -z "$own_data" ] && [ ! -d /usr/share/datasets/fashion-mnist ]; then require dataset-fashion-mnist; fi
  build
  exec dotnet "$(program OptGen.Demo)" "$@"
}

run_bench() {
  [ -d "$root/benchmarks/OptGen.Benchmarks" ] || fail "There is no benchmark yet."
  require_python_torch
  build
  exec dotnet "$(program OptGen.Benchmarks)" "$@"
}

run_experiment() {
  local name="${1:-}" known="" project
  for project in "$root"/experiments/*/*.csproj; do
    if [ -e "$project" ]; then known="$known $(basename "$(dirname "$project")")"; fi
  done
  if [ -z "$known" ]; then fail "There is no experiment yet." 2; fi
  case " $known " in
    *" $name "*) ;;
    *) fail "There is no experiment '$name'; there are:$known." 2 ;;
  esac
  shift
  build
  (cd "$root" && exec dotnet run -c Release --project "experiments/$name" -- "$@")
}

run_pack() {
  build
  rm -rf "$artifacts/packages"
  (cd "$root" && dotnet pack OptGen.sln -c Release --no-build -o "$artifacts/packages" -v minimal -tl:off)
}

verb="${1:-}"
[ $# -eq 0 ] || shift
case "$verb" in
  build) build ;;
  test) run_tests "$@" ;;
  demo) run_demo "$@" ;;
  bench) run_bench "$@" ;;
  experiment) run_experiment "$@" ;;
  pack) run_pack ;;
  clean) rm -rf "$artifacts" ;;
  help | --help | -h) help ;;
  *)
    help >&2
    exit 2
    ;;
esac
