# Signs in with a verified account and refreshes: thin over scripts/test-login.ts.
param(
  [string]$BaseUrl = 'http://localhost:8000',
  [string]$Email,
  [string]$Password
)
$ErrorActionPreference = 'Stop'
$arguments = @('--base-url', $BaseUrl)
if ($Email) { $arguments += @('--email', $Email) }
if ($Password) { $env:TEST_LOGIN_PASSWORD = $Password }
& node (Join-Path $PSScriptRoot 'toolchain.mjs') test-login @arguments
exit $LASTEXITCODE
