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
