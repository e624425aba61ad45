#!/usr/bin/env bash
# dotnet builds, tests, runs and packs; this script adds what dotnet cannot: Debian packages, and one line that counts the tests.
# build.ps1 has the same verbs for Windows.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
artifacts="$root/artifacts"

# The SDK's first run would otherwise write a profile script and a certificate outside the checkout, and MSBuild's nodes would stay behind.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=0 DOTNET_GENERATE_ASPNET_CERTIFICATE=0
export MSBUILDDISABLENODEREUSE=1
# One compiler process serves all projects of this call, and those that tests build; a name of its own keeps it apart from others, and it ends with the call.
export UseSharedCompilation=true SharedCompilationId="optgen-$$"
trap stop_compiler EXIT

help() {
  cat <<'TEXT'
./build.sh build              builds everything (Release)
./build.sh test [options]     runs all tests; the last line is "N passed, N failed, N skipped"
                              --long takes the full counts of random cases; --filter and others go to dotnet test
./build.sh coverage [options] runs tests and says which lines and branches they reach, for each folder; names of test projects choose some;
                              the report is artifacts/coverage/report/index.html
./build.sh demo [options]     trains a network on Fashion-MNIST, or on nested rings; see ./build.sh demo --help
./build.sh bench [suite...]   measures against peers, and writes artifacts/bench/SUITE.json
./build.sh experiment list    says what experiments there are; ./build.sh experiment NAME does one; see ./build.sh experiment --help
./build.sh playground         makes the page to try recurrences on in artifacts/playground, for any web server; optgen play serves it
./build.sh pack               makes the packages in artifacts/packages
./build.sh docs               makes the site of docs/ and of the API, in artifacts/site
./build.sh clean              removes artifacts/
TEXT
}

fail() {
  printf 'build.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

stop_compiler() {
  local dotnet compiler
  if ! dotnet="$(command -v dotnet)"; then return; fi
  compiler="$(dirname "$(readlink -f "$dotnet")")/sdk/$(cd "$root" && dotnet --version)/Roslyn/bincore/VBCSCompiler"
  if [ -x "$compiler" ]; then "$compiler" "-pipename:$SharedCompilationId" -shutdown >/dev/null 2>&1 || true; fi
}

# --- What the machine must have ---------------------------------------------------------------------------------------

# Installs packages of Debian and Ubuntu where that takes no question; otherwise says why not, and returns 1.
install() {
  local log="$artifacts/apt.log" as_root=""
  if ! command -v apt-get >/dev/null; then
    echo "Not installed, for there is no apt-get here: $* (named as on Debian)." >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "Not installed, for that takes root: apt-get install --no-install-recommends $*" >&2
      return 1
    fi
    as_root="sudo -n"
  fi
  echo "Installing with apt-get: $*"
  mkdir -p "$artifacts"
  local apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300"
  apt="$apt -o Acquire::Retries=1 -o Acquire::http::Timeout=20"
  # Package lists may be missing, or older than the mirror: once more with new ones.
  # shellcheck disable=SC2086 # words
  if ! { $apt install -y --no-install-recommends "$@" || { $apt update && $apt install -y --no-install-recommends "$@"; }; } >"$log" 2>&1 </dev/null; then
    tail -n 3 "$log" >&2
    echo "apt-get could not install $* (the whole log: $log)." >&2
    return 1
  fi
}

install_images() {
  [ -d /usr/share/datasets/fashion-mnist ] || install dataset-fashion-mnist || true
}

# Debian starts the server as a service when it is installed; tests start servers of their own, so that one is stopped, by the service's own script.
install_redis() {
  if command -v redis-server >/dev/null; then return; fi
  install redis-server || return 0
  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
  $as_root service redis-server stop >/dev/null 2>&1 || true
}

install_graphviz() {
  command -v dot >/dev/null || install graphviz || true
}

# The browser that the playground is tested in.
install_chromium() {
  if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then return; fi
  install chromium chromium-driver || true
}

# Debian's torch multiplies by whatever BLAS is installed. The reference one is twenty times slower, and a comparison with it would say nothing.
install_openblas() {
  ldconfig -p 2>/dev/null | grep -q libopenblas || install libopenblas0-pthread || true
}

require_python_torch() {
  local python
  for python in "${OPTGEN_PYTHON:-python3}" /usr/bin/python3; do
    if "$python" -c "import importlib.util as i, sys; sys.exit(not (i.find_spec('torch') and i.find_spec('numpy')))" 2>/dev/null; then
      export OPTGEN_PYTHON="$python"
      return
    fi
  done
  install python3-torch python3-numpy || fail "The benchmarks' other side needs a Python 3 with torch and numpy; OPTGEN_PYTHON names one."
  export OPTGEN_PYTHON=/usr/bin/python3
}

# --- Verbs ------------------------------------------------------------------------------------------------------------

require_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET SDK 10 was not found; install it from https://dot.net."
}

build() {
  require_dotnet
  dotnet build "$root/OptGen.sln" -c Release -v:minimal -tl:off -nologo || fail "The build failed."
}

# Builds a program and what it stands on, and runs it.
run() {
  local project="$root/$1"
  shift
  require_dotnet
  if [ ! -d "$artifacts/bin/$(basename "$project")" ]; then echo "Building; the first time takes a minute or two."; fi
  dotnet run -c Release --project "$project" -- "$@"
}

# The number that the results file gives for an attribute of its counters; 0 without a file.
counter() {
  local value=""
  if [ -f "$1" ]; then value="$(sed -nE "s/.*<Counters ([^>]* )?$2=\"([0-9]*)\".*/\2/p" "$1" | head -n 1)"; fi
  printf '%s' "${value:-0}"
}

run_tests() {
  local argument programs=() options=() filtered="" status=0 name failed
  for argument in "$@"; do
    case "$argument" in
      --long) export OPTGEN_LONG=1 ;;
      --filter | --filter=* | --filter:*) filtered=yes options+=("$argument") ;;
      *) options+=("$argument") ;;
    esac
  done
  install_images
  install_redis
  install_graphviz
  if [ "${OPTGEN_LONG:-}" = 1 ]; then install_chromium; fi
  build
  # Those that take longest come first, lest one of them begin when all others have ended.
  for name in OptGen.Tests OptGen.Evolution.Redis.Tests $(cd "$root/tests" && printf '%s\n' *.Tests | grep -vxE 'OptGen.Tests|OptGen.Evolution.Redis.Tests'); do
    programs+=("$artifacts/bin/$name/release/$name.dll")
  done
  local trx="$artifacts/test-results/tests.trx"
  rm -rf "$artifacts/test-results"
  # One call for all assemblies: it starts tests at once, and writes one file of results.
  dotnet test "${programs[@]}" --settings "$root/tests/tests.runsettings" --logger "trx;LogFileName=tests.trx" \
    --results-directory "$artifacts/test-results" ${options[@]+"${options[@]}"} </dev/null || status=$?

  failed=$(($(counter "$trx" executed) - $(counter "$trx" passed)))
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    echo "dotnet test ended with exit code $status before all tests were through; that counts as one failure." >&2
    failed=1
  fi
  for name in "${programs[@]}"; do
    if [ -z "$filtered" ] && ! grep -qi "storage=\"[^\"]*/$(basename "$name")\"" "$trx" 2>/dev/null; then
      echo "No test of $(basename "$name") ran; that counts as one failure." >&2
      failed=$((failed + 1))
    fi
  done
  if [ $(($(counter "$trx" executed) + failed)) -eq 0 ]; then
    echo "No test ran." >&2
    status=1
  fi
  echo "$(counter "$trx" passed) passed, $failed failed, $(($(counter "$trx" total) - $(counter "$trx" executed))) skipped"
  [ "$status" -eq 0 ] && [ "$failed" -eq 0 ]
}

# The table of lines and branches that were reached, for each folder of sources, from the merged report. Sources that are compiled into several
# assemblies count once, and are reached where they are in one.
coverage_table() {
  awk -v root="$root/" '
    function attribute(name,   start, rest) {
      start = index($0, " " name "=\"")
      if (!start) return ""
      rest = substr($0, start + length(name) + 3)
      return substr(rest, 1, index(rest, "\"") - 1)
    }
    /<class / {
      file = attribute("filename")
      if (index(file, root) == 1) file = substr(file, length(root) + 1)
    }
    /<methods>/ { inside = 1 }
    /<\/methods>/ { inside = 0 }
    /<line / && !inside {
      key = file ":" attribute("number")
      if (!(key in hits)) hits[key] = 0
      if (attribute("hits") + 0 > 0) hits[key] = 1
      condition = attribute("condition-coverage")
      if (condition != "") {
        split(substr(condition, index(condition, "(") + 1), parts, /[\/)]/)
        if (parts[2] + 0 > total[key]) total[key] = parts[2] + 0
        if (parts[1] + 0 > taken[key]) taken[key] = parts[1] + 0
      }
    }
    function share(part, whole) { return whole ? sprintf("%.1f %%", 100 * part / whole) : "-" }
    function row(name, a, b, c, d) { return sprintf("%-45s %7d  %8s  %8d  %8s", name, b, share(a, b), d, share(c, d)) }
    END {
      for (key in hits) {
        count = split(key, parts, /[\/:]/)
        folder = parts[1]
        for (i = 2; i <= 3 && i < count - 1; i++) folder = folder "/" parts[i]
        lines[folder]++; reached[folder] += hits[key]; branches[folder] += total[key]; went[folder] += taken[key]
        all++; allReached += hits[key]; allBranches += total[key]; allWent += taken[key]
      }
      printf "%-45s %7s  %8s  %8s  %8s\n", "folder", "lines", "reached", "branches", "taken"
      fflush()
      for (folder in lines) print row(folder, reached[folder], lines[folder], went[folder], branches[folder]) | "sort"
      close("sort")
      print row("all", allReached, all, allWent, allBranches)
    }' "$1"
}

# Coverlet rewrites assemblies where they lie: the build is one of its own, and shares no assembly (OptGenRewritten in Directory.Build.props).
run_coverage() {
  local argument names=() options=() name separator="" status=0
  for argument in "$@"; do
    case "$argument" in
      --long) export OPTGEN_LONG=1 ;;
      OptGen*.Tests)
        [ -d "$root/tests/$argument" ] || fail "There is no test project $argument in tests/."
        names+=("$argument")
        ;;
      *) options+=("$argument") ;;
    esac
  done
  # Those that are left out run programs that they have built, which nobody counts.
  if [ ${#names[@]} -eq 0 ]; then
    for name in OptGen.Tests $(cd "$root/tests" && printf '%s\n' *.Tests | grep -vxE 'OptGen.Tests|OptGen.(Examples|Package).Tests'); do names+=("$name"); done
  fi
  require_dotnet
  install_images
  install_redis
  install_graphviz
  local results="$artifacts/coverage"
  rm -rf "$results"
  mkdir -p "$results"
  {
    printf '{ "solution": { "path": "../../OptGen.sln", "projects": ['
    for name in "${names[@]}"; do
      printf '%s "tests/%s/%s.csproj"' "$separator" "$name" "$name"
      separator=","
    done
    printf ' ] } }\n'
  } >"$results/coverage.slnf"
  if ! { (cd "$root" && dotnet tool restore) && dotnet restore "$results/coverage.slnf" -p:OptGenRewritten=coverage -v:minimal -tl:off; } >"$results/restore.log" 2>&1; then
    fail "The packages that coverage takes (coverlet.collector, dotnet-reportgenerator-globaltool) could not be restored; $results/restore.log says why. Is there a network, and does the NuGet feed have them?"
  fi
  dotnet build "$results/coverage.slnf" --no-restore -c Release -p:OptGenRewritten=coverage -v:minimal -tl:off -nologo || fail "The build failed."
  # By the solution, which calls vstest for each project: of several assemblies in one call coverlet's collector rewrites the first one's folder for each.
  dotnet test "$results/coverage.slnf" --no-build -c Release -p:OptGenRewritten=coverage -m:2 -tl:off -nologo --settings "$root/tests/coverage.runsettings" \
    --collect "XPlat Code Coverage" --results-directory "$results/runs" ${options[@]+"${options[@]}"} </dev/null || status=$?
  if [ -z "$(find "$results/runs" -name coverage.cobertura.xml 2>/dev/null)" ]; then fail "No test ran, so there is nothing to count."; fi
  (cd "$root" && dotnet reportgenerator "-reports:$results/runs/*/coverage.cobertura.xml" "-targetdir:$results/report" \
    "-reporttypes:Html;Cobertura" -verbosity:Warning) || fail "The report could not be written; what coverlet counted is in $results/runs."
  coverage_table "$results/report/Cobertura.xml" | tee "$results/summary.txt"
  echo "The report is $results/report/index.html."
  if [ "$status" -ne 0 ]; then fail "Tests failed, so the figures are not those of a whole run."; fi
}

run_demo() {
  case " $* " in
    *" --data"* | *" --help "* | *" -h "*) ;;
    *) install_images ;;
  esac
  run examples/OptGen.Demo "$@"
}

run_experiment() {
  case " $* " in
    *" --data"* | *" list "* | *" --help "* | *" -h "*) ;;
    *) install_images ;;
  esac
  cd "$root"
  run experiments/OptGen.Experiments "$@"
}

# A static folder: the page, and beside each file the same compressed by brotli and gzip.
run_playground() {
  require_dotnet
  local published="$artifacts/publish/playground"
  rm -rf "$published" "$artifacts/playground"
  dotnet publish "$root/playground/OptGen.Playground" -c Release -o "$published" -v:minimal -tl:off -nologo || return
  mv "$published/wwwroot" "$artifacts/playground"
  rm -rf "$published"
  echo "The page is in $artifacts/playground."
}

run_pack() {
  require_dotnet
  rm -rf "$artifacts/packages"
  # The command optgen carries the page.
  run_playground || echo "build.sh: The playground could not be built, so optgen play has no page." >&2
  dotnet pack "$root/OptGen.sln" -c Release -o "$artifacts/packages" -v:minimal -tl:off -nologo
}

run_docs() {
  build
  cd "$root"
  rm -rf docs/api "$artifacts/site"
  dotnet tool restore
  # Links from pages into the sources have no target in the site; all else must.
  dotnet docfx docs/docfx.json --logLevel warning
  echo "The site is artifacts/site/index.html; dotnet docfx serve artifacts/site shows it."
}

verb="${1:-}"
[ $# -eq 0 ] || shift
case "$verb" in
  build) build ;;
  test) run_tests "$@" ;;
  coverage) run_coverage "$@" ;;
  demo) run_demo "$@" ;;
  bench)
    require_python_torch
    install_openblas
    install_redis
    run benchmarks/OptGen.Benchmarks "$@"
    ;;
  experiment) run_experiment "$@" ;;
  playground) run_playground || fail "The playground could not be built." ;;
  pack) run_pack ;;
  docs) run_docs ;;
  clean) rm -rf "$artifacts" ;;
  help | --help | -h) help ;;
  *)
    help >&2
    exit 2
    ;;
esac
