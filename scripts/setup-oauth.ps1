# Sets a provider up: thin over scripts/setup-oauth.ts.
param(
  [ValidateSet('google', 'microsoft')] [string]$Provider = 'google',
  [string]$PublicUrl,
  [switch]$RestartContainers
)
$ErrorActionPreference = 'Stop'
$arguments = @('--provider', $Provider)
if ($PublicUrl) { $arguments += @('--public-url', $PublicUrl) }
if ($RestartContainers) { $arguments += '--restart-containers' }
& node (Join-Path $PSScriptRoot 'toolchain.mjs') setup-oauth @arguments
exit $LASTEXITCODE
