#!/usr/bin/env bash
# Destroys an instance on Azure, with its database and its backups:
#
#   bash iac/destroy.sh [INSTANCE]
#
# INSTANCE is a file of iac/instances, without .tfvars; `dev` unless told. It asks, and goes on only when its question is
# answered by the words it names. When it stops half-way, run it again. The state's own storage stays.
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
trap_errors
make_work_folder

case ${1:-dev} in
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
  -*) fail "there is no option $1" ;;
esac
[ $# -le 1 ] || fail 'one instance at a time'

step 'looking at what is needed'
needs az terraform sha256sum
choose_instance "${1:-dev}"
sign_in
say "instance $instance, subscription $subscription"

step 'opening the state'
az storage account show --name "$(state_account)" --resource-group "$state_group" --output none 2>/dev/null ||
  fail "this subscription has no state of Gatehouse: nothing was ever deployed in it, or az is signed in to another"
open_state
resources=$(tf state list 2>/dev/null | grep -v '^data\.' || true)
[ -n "$resources" ] || { say 'there is nothing to destroy'; exit 0; }
count=$(wc -l <<<"$resources")
known_image
without_secrets

step 'asking'
say "$count resources of $instance would be deleted, in the group $(output resource_group), with all accounts and all backups."
printf '   To go on, type: destroy %s\n   > ' "$instance"
read -r answer || answer=''
[ "$answer" = "destroy $instance" ] || { printf '\nNothing was destroyed: the answer was not "destroy %s".\n' "$instance" >&2; exit 1; }

summary() { { grep -E '^Destroy complete|: Destruction complete' || true; } | sed 's/ \[id=.*//; s/^/   /'; }

step 'taking the locks away'
if [[ $resources == *azurerm_management_lock.keep* ]]; then
  tf destroy -no-color -auto-approve -var-file="$var_file" -target=azurerm_management_lock.keep | summary
else
  say 'there are none'
fi

step 'destroying'
tf destroy -no-color -auto-approve -var-file="$var_file" | summary
left=$(tf state list 2>/dev/null | grep -cv '^data\.' || true)
[ "$left" -eq 0 ] || fail "$left resources are left: $(tf state list | tr '\n' ' ')"

step 'done'
say "$instance is gone. Its state stays, empty, in $(state_account) (group $state_group), for other instances."
say 'A vault with purge protection stays recoverable for 90 days, and its name taken; deploy.sh brings it back.'
