# Goes back to the release before: thin over scripts/rollback.ts. What is not named comes from the environment.
param(
  [string]$To,
  [string]$ResourceGroup,
  [string]$App,
  [string]$Job,
  [string]$PublicUrl,
  [string]$AccountFile,
  [switch]$AllowUnsafeSchema
)
$ErrorActionPreference = 'Stop'
$arguments = @()
if ($To) { $arguments += @('--to', $To) }
if ($ResourceGroup) { $arguments += @('--resource-group', $ResourceGroup) }
if ($App) { $arguments += @('--app', $App) }
if ($Job) { $arguments += @('--job', $Job) }
if ($PublicUrl) { $arguments += @('--public-url', $PublicUrl) }
if ($AccountFile) { $arguments += @('--account-file', $AccountFile) }
if ($AllowUnsafeSchema) { $arguments += '--allow-unsafe-schema' }
& node (Join-Path $PSScriptRoot 'toolchain.mjs') rollback @arguments
exit $LASTEXITCODE
