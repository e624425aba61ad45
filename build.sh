#!/usr/bin/env bash
# Builds, tests and runs OptGen, and sets up what that takes. build.ps1 has the same verbs for Windows.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
artifacts="$root/artifacts"
recorded_choice="$root/torch.local.props"
built="$artifacts/bin/.built"        # what the last complete build was made from; its time is the time that build began
finished="$artifacts/bin/.finished"  # its time is the time that build ended
torch=""

# The SDK's first run would otherwise write a profile script and a certificate outside the checkout.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=0 DOTNET_GENERATE_ASPNET_CERTIFICATE=0
export MSBUILDDISABLENODEREUSE=1

help() {
  cat <<'TEXT'
./build.sh build             builds everything (Release), after choosing where torch comes from
./build.sh test              runs all tests; the last line is "N passed, N failed, N skipped"
./build.sh demo [options]    trains a network on Fashion-MNIST; see ./build.sh demo --help
./build.sh bench [suite]     measures against peers, and writes artifacts/bench/SUITE.json
./build.sh experiment NAME   runs an experiment
./build.sh pack              makes the packages in artifacts/packages
./build.sh clean             removes artifacts/ and the recorded choice of torch

Torch comes from the package TorchSharp where the package feed serves it, else from this machine's libtorch.
OPTGEN_TORCH=TorchSharp or OPTGEN_TORCH=System decides it; OPTGEN_LIBTORCH names a folder with libtorch.
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

# --- Which torch ------------------------------------------------------------------------------------------------------

recorded_torch() {
  if [ -f "$recorded_choice" ]; then
    sed -nE 's/.*<OptGenTorch[^>]*>(System|TorchSharp)<.*/\1/p' "$recorded_choice"
  fi
}

# Asks the feed by restoring an otherwise empty project; the native packages hold nothing for other machines than these.
feed_serves_torchsharp() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64 | Darwin-arm64) ;;
    *) return 1 ;;
  esac
  local probe="$artifacts/probe" limit=()
  mkdir -p "$probe"
  cat >"$probe/probe.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="TorchSharp;TorchSharp-cpu" Version="[$(TorchSharpVersion)]" />
  </ItemGroup>
</Project>
XML
  if command -v timeout >/dev/null; then limit=(timeout 90); fi
  ${limit[@]+"${limit[@]}"} dotnet restore "$probe/probe.csproj" >"$probe/restore.log" 2>&1 </dev/null
}

choose_torch() {
  command -v dotnet >/dev/null || fail "The .NET SDK 10 was not found; install it from https://dot.net."
  local recorded
  recorded="$(recorded_torch)"
  case "${OPTGEN_TORCH:-}" in
    System | TorchSharp) torch="$OPTGEN_TORCH" ;;
    "") torch="$recorded" ;;
    *) fail "OPTGEN_TORCH is '$OPTGEN_TORCH'; it must be 'TorchSharp' or 'System'." 2 ;;
  esac
  if [ -z "$torch" ]; then
    if feed_serves_torchsharp; then
      torch=TorchSharp
      echo "Torch comes from the package TorchSharp."
    else
      torch=System
      echo "The package feed does not serve TorchSharp for this machine: torch comes from the machine's libtorch."
    fi
  fi
  if [ "$torch" != "$recorded" ]; then
    cat >"$recorded_choice" <<XML
<Project>
  <PropertyGroup>
    <OptGenTorch Condition="'\$(OptGenTorch)' == ''">$torch</OptGenTorch>
  </PropertyGroup>
</Project>
XML
  fi
  export OptGenTorch="$torch"
}

# --- What the machine must have ---------------------------------------------------------------------------------------

has_libtorch() {
  if [ -n "${OPTGEN_LIBTORCH:-}${Torch_DIR:-}${CMAKE_PREFIX_PATH:-}" ]; then return 0; fi
  if any_exists /usr/{,local/}{lib,lib/*,share}/cmake/Torch/TorchConfig.cmake; then return 0; fi
  local python_torch
  python_torch="$(python3 -c "import importlib.util, os; print(os.path.dirname(importlib.util.find_spec('torch').origin))" 2>/dev/null)" || return 1
  [ -e "$python_torch/include/ATen/ATen.h" ]
}

missing_for_libtorch() {
  has_libtorch || echo libtorch-dev
  [ -n "${CXX:-}" ] || command -v c++ >/dev/null || command -v g++ >/dev/null || command -v clang++ >/dev/null || echo g++
  command -v cmake >/dev/null || echo cmake
  command -v make >/dev/null || command -v ninja >/dev/null || echo make
  # Debian's libtorch also runs on the reference BLAS, several times slower.
  if command -v apt-get >/dev/null; then
    any_exists /usr/lib/{,*/}libopenblas.so.0 /usr/lib/*/openblas*/libopenblas.so.0 || echo libopenblas0
  fi
}

# Debian and Ubuntu: installs the packages named. Elsewhere: says what to install.
require() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    fail "Install these first (named as on Debian; there is no apt-get here): $*. A libtorch of your own is named by OPTGEN_LIBTORCH, images of your own by ./build.sh demo --data DIR."
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

build_inputs() {
  printf '%s\n' "torch=$torch" "libtorch=${OPTGEN_LIBTORCH:-}" "native=${OptGenTorchNative:-}" "version=${TorchSharpVersion:-}" "ci=${CI:-}"
}

# Nothing in the checkout has changed since the last build began, and nobody else has built since it ended.
# The time of change counts, not that of modification: it moves with the clock whatever a copy or an unpacking sets.
up_to_date() {
  [ -f "$built" ] && [ -f "$finished" ] && [ "$(cat "$built")" = "$(build_inputs)" ] || return 1
  local changed
  changed="$(cd "$root" && find . \( -path ./artifacts -o -path ./.git -o -path ./data -o -path ./.vs -o -path ./.idea \) -prune \
    -o -cnewer artifacts/bin/.built -print -quit)"
  [ -z "$changed" ] || return 1
  changed="$(cd "$artifacts" && find bin \( -name '*.dll' -o -name '*.so' \) -cnewer bin/.finished -print -quit)"
  [ -z "$changed" ]
}

build() {
  choose_torch
  if up_to_date; then return; fi
  if [ "$torch" = System ]; then
    # shellcheck disable=SC2046 # package names are words
    require $(missing_for_libtorch)
  fi
  rm -f "$built"
  mkdir -p "$artifacts/bin"
  build_inputs >"$artifacts/bin/.building"
  (cd "$root" && dotnet msbuild OptGen.sln -restore -p:Configuration=Release -m -v:minimal -tl:off -nologo) ||
    fail "The build failed (torch: $torch, as recorded in torch.local.props; OPTGEN_TORCH=System or OPTGEN_TORCH=TorchSharp changes that)."
  touch "$finished"
  mv "$artifacts/bin/.building" "$built"
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
    if [ "$name" = OptGen.SystemTorch.Tests ] && [ "$torch" != System ]; then
      echo "$name: not run, it tests the other provider of torch."
      continue
    fi
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
  clean) rm -rf "$artifacts" "$recorded_choice" ;;
  help | --help | -h) help ;;
  *)
    help >&2
    exit 2
    ;;
esac
