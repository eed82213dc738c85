# Whether Azure is as Terraform describes it: thin over scripts/drift.ts.
$ErrorActionPreference = 'Stop'
& node (Join-Path $PSScriptRoot 'toolchain.mjs') drift @args
exit $LASTEXITCODE
