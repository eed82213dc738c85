#!/usr/bin/env bash
# Compares an instance on Azure with what is written here:
#
#   bash iac/drift.sh [INSTANCE]
#
# INSTANCE is a file of iac/instances, without .tfvars; `dev` unless told. It changes nothing. It exits with 0 when both
# are the same, with 2 when they differ (the differences are printed), and with 1 when it could not compare.
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
trap_errors
make_work_folder

case ${1:-dev} in
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
  -*) fail "there is no option $1" ;;
esac

step 'looking at what is needed'
needs az terraform sha256sum
choose_instance "${1:-dev}"
sign_in

step 'opening the state'
az storage account show --name "$(state_account)" --resource-group "$state_group" --output none 2>/dev/null ||
  fail "this subscription has no state of Gatehouse: nothing was ever deployed in it, or az is signed in to another"
open_state
known_image
without_secrets

step 'comparing'
status=0
tf plan -no-color -detailed-exitcode -lock=false -var-file="$var_file" || status=$?
case $status in
  0) say "no drift: $instance is as it is written here" ;;
  2) printf '\nDRIFT: %s is not as it is written here; see above. deploy.sh would change it back.\n' "$instance" >&2; exit 2 ;;
  *) fail 'Terraform could not compare; it says why above' ;;
esac
