# Gives a secret in Key Vault a new version: thin over scripts/rotate-secret.ts. The value comes from the pipeline, or is made.
param(
  [Parameter(Mandatory)] [string]$Name,
  [switch]$Generate,
  [string]$Vault,
  [string]$ResourceGroup,
  [string]$Job,
  [string]$PublicUrl,
  [string]$Workspace,
  [string]$App,
  [string]$AccountFile
)
$ErrorActionPreference = 'Stop'
$arguments = @('--name', $Name)
if ($Generate) { $arguments += '--generate' }
if ($Vault) { $arguments += @('--vault', $Vault) }
if ($ResourceGroup) { $arguments += @('--resource-group', $ResourceGroup) }
if ($Job) { $arguments += @('--job', $Job) }
if ($PublicUrl) { $arguments += @('--public-url', $PublicUrl) }
if ($Workspace) { $arguments += @('--workspace', $Workspace) }
if ($App) { $arguments += @('--app', $App) }
if ($AccountFile) { $arguments += @('--account-file', $AccountFile) }
if ($Generate) { & node (Join-Path $PSScriptRoot 'toolchain.mjs') rotate-secret @arguments }
else { $input | & node (Join-Path $PSScriptRoot 'toolchain.mjs') rotate-secret @arguments }
exit $LASTEXITCODE
