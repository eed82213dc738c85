# The daily and weekly security checks: thin over scripts/security-report.ts.
param(
  [int]$Days = 1,
  [switch]$Weekly
)
$ErrorActionPreference = 'Stop'
$arguments = @('--days', $Days)
if ($Weekly) { $arguments += '--weekly' }
& node (Join-Path $PSScriptRoot 'toolchain.mjs') security-report @arguments
exit $LASTEXITCODE
