#!/usr/bin/env pwsh
# The verbs of build.sh for Windows: dotnet builds, tests, runs and packs; this script adds one line that counts the tests.

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$artifacts = Join-Path $root 'artifacts'
$solution = Join-Path $root 'OptGen.sln'
$verb = if ($args.Count) { "$($args[0])" } else { '' }
$rest = @($args | Select-Object -Skip 1)

# The SDK's first run would otherwise change the user's path and write a certificate, and MSBuild's nodes would stay behind.
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_ADD_GLOBAL_TOOLS_TO_PATH = '0'
$env:DOTNET_GENERATE_ASPNET_CERTIFICATE = '0'
$env:MSBUILDDISABLENODEREUSE = '1'

$help = @'
./build.ps1 build              builds everything (Release)
./build.ps1 test [options]     runs all tests; the last line is "N passed, N failed, N skipped"
                               --long takes the full counts of random cases; --filter and others go to dotnet test
./build.ps1 coverage [options] runs tests and says which lines and branches they reach, for each folder; names of test projects choose some;
                               the report is artifacts/coverage/report/index.html
./build.ps1 demo [options]     trains a network on Fashion-MNIST, or on nested rings; see ./build.ps1 demo --help
./build.ps1 bench [suite...]   measures against peers, and writes artifacts/bench/SUITE.json
./build.ps1 experiment list    says what experiments there are; ./build.ps1 experiment NAME does one; see ./build.ps1 experiment --help
./build.ps1 playground         makes the page to try recurrences on in artifacts/playground, for any web server; optgen play serves it
./build.ps1 pack               makes the packages in artifacts/packages
./build.ps1 docs               makes the site of docs/ and of the API, in artifacts/site
./build.ps1 clean              removes artifacts/
'@

function Stop-With([string] $message, [int] $code = 1) {
    [Console]::Error.WriteLine("build.ps1: $message")
    exit $code
}

function Assert-DotNet {
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) { Stop-With 'The .NET SDK 10 was not found; install it from https://dot.net.' }
}

function Invoke-Build {
    Assert-DotNet
    dotnet build $solution -c Release -v:minimal -tl:off -nologo | Out-Host
    if ($LASTEXITCODE -ne 0) { Stop-With 'The build failed.' }
}

# Builds a program and what it stands on, and runs it.
function Invoke-Program([string] $project, [object[]] $arguments) {
    Assert-DotNet
    if (-not (Test-Path (Join-Path $artifacts "bin/$(Split-Path -Leaf $project)"))) { Write-Host 'Building; the first time takes a minute or two.' }
    dotnet run -c Release --project (Join-Path $root $project) -- @arguments
    exit $LASTEXITCODE
}

function Invoke-Tests {
    $options = @($rest | Where-Object { $_ -ne '--long' })
    if ($options.Count -ne $rest.Count) { $env:OPTGEN_LONG = '1' }
    $filtered = @($options | Where-Object { $_ -match '^--filter' }).Count -gt 0
    Invoke-Build
    $programs = @(Get-ChildItem (Join-Path $root 'tests') -Directory -Filter '*.Tests' | ForEach-Object { Join-Path $artifacts "bin/$($_.Name)/release/$($_.Name).dll" })
    $results = Join-Path $artifacts 'test-results'
    if (Test-Path $results) { Remove-Item -Recurse -Force $results }
    # One call for all assemblies: it starts tests at once, and writes one file of results.
    dotnet test @programs --settings (Join-Path $root 'tests/tests.runsettings') --logger 'trx;LogFileName=tests.trx' --results-directory $results @options | Out-Host
    $status = $LASTEXITCODE

    $total = 0; $executed = 0; $passed = 0; $text = ''
    $file = Join-Path $results 'tests.trx'
    if (Test-Path $file) {
        $text = Get-Content -Raw $file
        $counters = ([xml] $text).TestRun.ResultSummary.Counters
        $total = [int] $counters.total; $executed = [int] $counters.executed; $passed = [int] $counters.passed
    }
    $failed = $executed - $passed
    if ($status -ne 0 -and $failed -eq 0) {
        [Console]::Error.WriteLine("dotnet test ended with exit code $status before all tests were through; that counts as one failure.")
        $failed++
    }
    foreach ($program in $programs) {
        $name = Split-Path -Leaf $program
        if (-not $filtered -and $text -notmatch ('storage="[^"]*[\\/]' + [regex]::Escape($name) + '"')) {
            [Console]::Error.WriteLine("No test of $name ran; that counts as one failure.")
            $failed++
        }
    }
    if ($executed + $failed -eq 0) {
        [Console]::Error.WriteLine('No test ran.')
        $status = 1
    }
    Write-Host "$passed passed, $failed failed, $($total - $executed) skipped"
    if ($status -ne 0 -or $failed -ne 0) { exit 1 }
}

# Lines and branches that were reached, for each folder of sources, from the merged report. Sources that are compiled into several assemblies count
# once, and are reached where they are in one.
function Format-Coverage([string] $report) {
    $lines = @{}
    foreach ($class in ([xml] (Get-Content -Raw $report)).SelectNodes('//class')) {
        $file = [System.IO.Path]::GetRelativePath($root, $class.filename).Replace('\', '/')
        $parts = @($file -split '/')
        $folder = ($parts[0..([Math]::Min(2, [Math]::Max(0, $parts.Count - 2)))]) -join '/'
        foreach ($line in $class.SelectNodes('lines/line')) {
            $key = "${file}:$($line.number)"
            if (-not $lines.ContainsKey($key)) { $lines[$key] = [pscustomobject] @{ Folder = $folder; Reached = 0; Taken = 0; Branches = 0 } }
            if ([long] $line.hits -gt 0) { $lines[$key].Reached = 1 }
            if ("$($line.'condition-coverage')" -match '\((\d+)/(\d+)\)') {
                $lines[$key].Taken = [Math]::Max($lines[$key].Taken, [int] $Matches[1])
                $lines[$key].Branches = [Math]::Max($lines[$key].Branches, [int] $Matches[2])
            }
        }
    }
    $share = { param($part, $whole) if ($whole) { '{0:0.0} %' -f (100 * $part / $whole) } else { '-' } }
    $row = {
        param($name, $of)
        $reached = ($of | Measure-Object Reached -Sum).Sum; $taken = ($of | Measure-Object Taken -Sum).Sum; $branches = ($of | Measure-Object Branches -Sum).Sum
        '{0,-45} {1,7}  {2,8}  {3,8}  {4,8}' -f $name, $of.Count, (& $share $reached $of.Count), $branches, (& $share $taken $branches)
    }
    '{0,-45} {1,7}  {2,8}  {3,8}  {4,8}' -f 'folder', 'lines', 'reached', 'branches', 'taken'
    foreach ($group in $lines.Values | Group-Object Folder | Sort-Object Name) { & $row $group.Name @($group.Group) }
    & $row 'all' @($lines.Values)
}

# Coverlet rewrites assemblies where they lie: the build is one of its own, and shares no assembly (OptGenRewritten in Directory.Build.props).
function Invoke-Coverage {
    Assert-DotNet
    Set-Location $root
    $names = @($rest | Where-Object { $_ -match '^OptGen.*\.Tests$' })
    $options = @($rest | Where-Object { $_ -ne '--long' -and $names -notcontains $_ })
    if ($rest -contains '--long') { $env:OPTGEN_LONG = '1' }
    # Those that are left out run programs that they have built, which nobody counts.
    if ($names.Count -eq 0) {
        $names = @(Get-ChildItem (Join-Path $root 'tests') -Directory -Filter '*.Tests' | ForEach-Object Name | Where-Object { $_ -notmatch '^OptGen\.(Examples|Package)\.Tests$' })
    }
    foreach ($name in $names) { if (-not (Test-Path (Join-Path $root "tests/$name"))) { Stop-With "There is no test project $name in tests/." } }
    $results = Join-Path $artifacts 'coverage'
    if (Test-Path $results) { Remove-Item -Recurse -Force $results }
    New-Item -ItemType Directory $results | Out-Null
    $filter = Join-Path $results 'coverage.slnf'
    $log = Join-Path $results 'restore.log'
    @{ solution = @{ path = '../../OptGen.sln'; projects = @($names | ForEach-Object { "tests/$_/$_.csproj" }) } } | ConvertTo-Json -Depth 4 | Set-Content $filter
    dotnet tool restore > $log 2>&1
    if ($LASTEXITCODE -eq 0) { dotnet restore $filter -p:OptGenRewritten=coverage -v:minimal -tl:off >> $log 2>&1 }
    if ($LASTEXITCODE -ne 0) {
        Stop-With "The packages that coverage takes (coverlet.collector, dotnet-reportgenerator-globaltool) could not be restored; $log says why. Is there a network, and does the NuGet feed have them?"
    }
    dotnet build $filter --no-restore -c Release -p:OptGenRewritten=coverage -v:minimal -tl:off -nologo | Out-Host
    if ($LASTEXITCODE -ne 0) { Stop-With 'The build failed.' }
    # By the solution, which calls vstest for each project: of several assemblies in one call coverlet's collector rewrites the first one's folder for each.
    dotnet test $filter --no-build -c Release -p:OptGenRewritten=coverage -m:2 -tl:off -nologo --settings (Join-Path $root 'tests/coverage.runsettings') --collect 'XPlat Code Coverage' --results-directory (Join-Path $results 'runs') @options | Out-Host
    $status = $LASTEXITCODE
    if (-not (Get-ChildItem (Join-Path $results 'runs') -Recurse -Filter coverage.cobertura.xml -ErrorAction SilentlyContinue)) { Stop-With 'No test ran, so there is nothing to count.' }
    dotnet reportgenerator "-reports:$results/runs/*/coverage.cobertura.xml" "-targetdir:$results/report" '-reporttypes:Html;Cobertura' -verbosity:Warning | Out-Host
    if ($LASTEXITCODE -ne 0) { Stop-With "The report could not be written; what coverlet counted is in $results/runs." }
    Format-Coverage (Join-Path $results 'report/Cobertura.xml') | Tee-Object (Join-Path $results 'summary.txt') | Out-Host
    Write-Host "The report is $(Join-Path $results 'report/index.html')."
    if ($status -ne 0) { Stop-With 'Tests failed, so the figures are not those of a whole run.' }
}

# A static folder: the page, and beside each file the same compressed by brotli and gzip.
function Publish-Playground {
    Assert-DotNet
    $published = Join-Path $artifacts 'publish/playground'
    $page = Join-Path $artifacts 'playground'
    foreach ($folder in $published, $page) { if (Test-Path $folder) { Remove-Item -Recurse -Force $folder } }
    dotnet publish (Join-Path $root 'playground/OptGen.Playground') -c Release -o $published -v:minimal -tl:off -nologo | Out-Host
    if ($LASTEXITCODE -ne 0) { return $false }
    Move-Item (Join-Path $published 'wwwroot') $page
    Remove-Item -Recurse -Force $published
    Write-Host "The page is in $page."
    return $true
}

switch ($verb) {
    'build' { Invoke-Build }
    'test' { Invoke-Tests }
    'coverage' { Invoke-Coverage }
    'demo' { Invoke-Program 'examples/OptGen.Demo' $rest }
    'bench' { Invoke-Program 'benchmarks/OptGen.Benchmarks' $rest }
    'experiment' {
        Set-Location $root
        Invoke-Program 'experiments/OptGen.Experiments' $rest
    }
    'playground' { if (-not (Publish-Playground)) { Stop-With 'The playground could not be built.' } }
    'pack' {
        Assert-DotNet
        $packages = Join-Path $artifacts 'packages'
        if (Test-Path $packages) { Remove-Item -Recurse -Force $packages }
        # The command optgen carries the page.
        if (-not (Publish-Playground)) { [Console]::Error.WriteLine('build.ps1: The playground could not be built, so optgen play has no page.') }
        dotnet pack $solution -c Release -o $packages -v:minimal -tl:off -nologo
        exit $LASTEXITCODE
    }
    'docs' {
        Assert-DotNet
        Set-Location $PSScriptRoot
        foreach ($folder in @((Join-Path 'docs' 'api'), (Join-Path $artifacts 'site'))) { if (Test-Path $folder) { Remove-Item -Recurse -Force $folder } }
        dotnet build $solution -c Release -v:minimal -tl:off -nologo
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        dotnet tool restore
        dotnet docfx docs/docfx.json --logLevel warning
        exit $LASTEXITCODE
    }
    'clean' { if (Test-Path $artifacts) { Remove-Item -Recurse -Force $artifacts } }
    { $_ -in 'help', '--help', '-h' } { Write-Host $help }
    default { [Console]::Error.WriteLine($help); exit 2 }
}
