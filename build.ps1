#!/usr/bin/env pwsh
# Builds, tests and runs OptGen on Windows, with the verbs of build.sh. Torch comes from the package TorchSharp there.
param([Parameter(Position = 0)][string] $Verb = '', [Parameter(ValueFromRemainingArguments = $true)][string[]] $Rest = @())

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$artifacts = Join-Path $root 'artifacts'
$recordedChoice = Join-Path $root 'torch.local.props'

# The SDK's first run would otherwise change the user's path and write a certificate.
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_ADD_GLOBAL_TOOLS_TO_PATH = '0'
$env:DOTNET_GENERATE_ASPNET_CERTIFICATE = '0'
$env:MSBUILDDISABLENODEREUSE = '1'

$help = @'
./build.ps1 build             builds everything (Release), after choosing where torch comes from
./build.ps1 test              runs all tests; the last line is "N passed, N failed, N skipped"
./build.ps1 demo [options]    trains a network on Fashion-MNIST; see ./build.ps1 demo --help
./build.ps1 bench [suite]     measures against peers, and writes artifacts/bench/SUITE.json
./build.ps1 experiment NAME   runs an experiment
./build.ps1 pack              makes the packages in artifacts/packages
./build.ps1 clean             removes artifacts/ and the recorded choice of torch

Torch comes from the package TorchSharp where the package feed serves it, else from this machine's libtorch.
OPTGEN_TORCH=TorchSharp or OPTGEN_TORCH=System decides it; OPTGEN_LIBTORCH names a folder with libtorch.
'@

function Stop-With([string] $message, [int] $code = 1) {
    [Console]::Error.WriteLine("build.ps1: $message")
    exit $code
}

function Get-RecordedTorch {
    if ((Test-Path $recordedChoice) -and (Get-Content -Raw $recordedChoice) -match '<OptGenTorch[^>]*>(System|TorchSharp)<') { return $Matches[1] }
    return ''
}

# Asks the feed by restoring an otherwise empty project.
function Test-FeedServesTorchSharp {
    $probe = New-Item -ItemType Directory -Force (Join-Path $artifacts 'probe')
    Set-Content (Join-Path $probe 'probe.csproj') @'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="TorchSharp;TorchSharp-cpu" Version="[$(TorchSharpVersion)]" />
  </ItemGroup>
</Project>
'@
    dotnet restore (Join-Path $probe 'probe.csproj') *> (Join-Path $probe 'restore.log')
    return $LASTEXITCODE -eq 0
}

function Select-Torch {
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) { Stop-With 'The .NET SDK 10 was not found; install it from https://dot.net.' }
    $recorded = Get-RecordedTorch
    $torch = if ($env:OPTGEN_TORCH) { $env:OPTGEN_TORCH } else { $recorded }
    if (-not $torch) { $torch = if (Test-FeedServesTorchSharp) { 'TorchSharp' } else { 'System' } }
    if ($torch -cnotin 'System', 'TorchSharp') { Stop-With "OPTGEN_TORCH is '$torch'; it must be 'TorchSharp' or 'System'." 2 }
    if ($torch -eq 'System' -and -not (Get-Command cmake -ErrorAction SilentlyContinue)) {
        Stop-With 'Torch comes from the machine''s libtorch: install cmake and a C++17 compiler, and name a folder with libtorch by OPTGEN_LIBTORCH.'
    }
    if ($torch -cne $recorded) {
        Set-Content $recordedChoice "<Project>`n  <PropertyGroup>`n    <OptGenTorch Condition=`"'`$(OptGenTorch)' == ''`">$torch</OptGenTorch>`n  </PropertyGroup>`n</Project>"
    }
    $env:OptGenTorch = $torch
    return $torch
}

function Build {
    $script:torch = Select-Torch
    Push-Location $root
    try { dotnet msbuild OptGen.sln -restore -p:Configuration=Release -m -v:minimal -tl:off -nologo | Out-Host } finally { Pop-Location }
    if ($LASTEXITCODE -ne 0) { Stop-With 'The build failed.' }
}

function Get-Program([string] $name) { Join-Path $artifacts "bin/$name/release/$name.dll" }

function Invoke-Tests {
    Build
    $results = Join-Path $artifacts 'test-results'
    if (Test-Path $results) { Remove-Item -Recurse -Force $results }
    $passed = 0; $failed = 0; $skipped = 0; $status = 0
    $names = Select-String -Path (Join-Path $root 'OptGen.sln') -Pattern '^Project.*"([^"]*\.Tests)", "[^"]*\.csproj"' | ForEach-Object { $_.Matches[0].Groups[1].Value }
    foreach ($name in $names) {
        if ($name -eq 'OptGen.SystemTorch.Tests' -and $script:torch -ne 'System') { Write-Host "${name}: not run, it tests the other provider of torch."; continue }
        dotnet test (Get-Program $name) --logger "trx;LogFileName=$name.trx" --results-directory $results @Rest | Out-Host
        $code = $LASTEXITCODE
        $total = 0; $run = 0; $good = 0
        $file = Join-Path $results "$name.trx"
        if (Test-Path $file) {
            $counters = ([xml](Get-Content -Raw $file)).TestRun.ResultSummary.Counters
            $total = [int]$counters.total; $run = [int]$counters.executed; $good = [int]$counters.passed
        }
        $passed += $good; $skipped += $total - $run; $failed += $run - $good
        if ($code -ne 0) { $status = 1 }
        if ($code -ne 0 -and $run -eq $good) {
            [Console]::Error.WriteLine("$name ended with exit code $code before its tests were through; that counts as one failure.")
            $failed++
        } elseif ($total -eq 0 -and $Rest.Count -eq 0) {
            [Console]::Error.WriteLine("$name holds no test that was found; that counts as one failure.")
            $failed++; $status = 1
        }
    }
    if ($passed + $failed -eq 0) { [Console]::Error.WriteLine('No test ran.'); $status = 1 }
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    exit $status
}

function Invoke-Program([string] $name) {
    if (-not (Test-Path (Get-Program $name))) { Stop-With "There is no $name yet." }
    dotnet (Get-Program $name) @Rest
    exit $LASTEXITCODE
}

switch ($Verb) {
    'build' { Build }
    'test' { Invoke-Tests }
    'demo' { Build; Invoke-Program 'OptGen.Demo' }
    'bench' { Build; Invoke-Program 'OptGen.Benchmarks' }
    'experiment' {
        $known = @(Get-ChildItem (Join-Path $root 'experiments/*/*.csproj') -ErrorAction SilentlyContinue | ForEach-Object { $_.Directory.Name })
        if ($known.Count -eq 0) { Stop-With 'There is no experiment yet.' 2 }
        $name = if ($Rest.Count) { $Rest[0] } else { '' }
        if ($name -notin $known) { Stop-With "There is no experiment '$name'; there are: $known." 2 }
        Build
        $Rest = @($Rest | Select-Object -Skip 1)
        dotnet run -c Release --project (Join-Path $root "experiments/$name") -- @Rest
        exit $LASTEXITCODE
    }
    'pack' {
        Build
        $packages = Join-Path $artifacts 'packages'
        if (Test-Path $packages) { Remove-Item -Recurse -Force $packages }
        dotnet pack (Join-Path $root 'OptGen.sln') -c Release --no-build -o $packages -v minimal -tl:off
        exit $LASTEXITCODE
    }
    'clean' { foreach ($path in $artifacts, $recordedChoice) { if (Test-Path $path) { Remove-Item -Recurse -Force $path } } }
    { $_ -in 'help', '--help', '-h' } { Write-Host $help }
    default { [Console]::Error.WriteLine($help); exit 2 }
}
