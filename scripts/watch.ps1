# Watches how people fare, against the hour before: thin over scripts/watch.ts. What is not named comes from the environment.
param(
  [double]$Minutes = 15,
  [string]$App,
  [string]$PublicUrl,
  [string]$Workspace,
  [string]$Prometheus,
  [string]$AccountFile
)
$ErrorActionPreference = 'Stop'
$arguments = @('--minutes', $Minutes.ToString([cultureinfo]::InvariantCulture))
if ($App) { $arguments += @('--app', $App) }
if ($PublicUrl) { $arguments += @('--public-url', $PublicUrl) }
if ($Workspace) { $arguments += @('--workspace', $Workspace) }
if ($Prometheus) { $arguments += @('--prometheus', $Prometheus) }
if ($AccountFile) { $arguments += @('--account-file', $AccountFile) }
& node (Join-Path $PSScriptRoot 'toolchain.mjs') watch @arguments
exit $LASTEXITCODE
