# Puts what the first ten minutes of an incident ask for into a folder: thin over scripts/incident-snapshot.ts.
param(
  [ValidateSet('compose', 'azure')] [string]$Of = 'compose',
  [string]$BaseUrl = 'http://localhost:8000',
  [string]$Into
)
$ErrorActionPreference = 'Stop'
$arguments = @('--of', $Of, '--base-url', $BaseUrl)
if ($Into) { $arguments += @('--into', $Into) }
& node (Join-Path $PSScriptRoot 'toolchain.mjs') incident-snapshot @arguments
exit $LASTEXITCODE
