# Releases an image onto Azure Container Apps: thin over scripts/release.ts. What is not named comes from the environment.
param(
  [Parameter(Mandatory)] [string]$Image,
  [string]$ResourceGroup,
  [string]$App,
  [string]$Job,
  [string]$PublicUrl,
  [string]$Workspace,
  [string]$Prometheus,
  [string]$AccountFile,
  [double]$WatchMinutes = 15,
  [switch]$AllowUnsafeMigration
)
$ErrorActionPreference = 'Stop'
$arguments = @('--image', $Image, '--watch-minutes', $WatchMinutes.ToString([cultureinfo]::InvariantCulture))
if ($ResourceGroup) { $arguments += @('--resource-group', $ResourceGroup) }
if ($App) { $arguments += @('--app', $App) }
if ($Job) { $arguments += @('--job', $Job) }
if ($PublicUrl) { $arguments += @('--public-url', $PublicUrl) }
if ($Workspace) { $arguments += @('--workspace', $Workspace) }
if ($Prometheus) { $arguments += @('--prometheus', $Prometheus) }
if ($AccountFile) { $arguments += @('--account-file', $AccountFile) }
if ($AllowUnsafeMigration) { $arguments += '--allow-unsafe-migration' }
& node (Join-Path $PSScriptRoot 'toolchain.mjs') release @arguments
exit $LASTEXITCODE
