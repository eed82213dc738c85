#!/usr/bin/env bash
# Makes or updates an instance on Azure:
#
#   bash iac/deploy.sh [INSTANCE] [--image REGISTRY/REPOSITORY@sha256:DIGEST]
#
# INSTANCE is a file of iac/instances, without .tfvars; `dev` unless told. The image is needed the first time, and later
# when the migrations of a newer one are to run; versions are then rolled out by the release script.
# Secrets are made here or asked for, go to the vault, and are printed nowhere. It may be run again at any time: what is
# there stays, what is missing is made. It exits with 20 when the migrations failed, and with 1 when anything else did.
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
trap_errors
make_work_folder

instance=dev image=''
while [ $# -gt 0 ]; do
  case $1 in
    --image) [ $# -ge 2 ] || fail '--image needs a value'; image=$2; shift 2 ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) fail "there is no option $1" ;;
    *) instance=$1; shift ;;
  esac
done

preflight() {
  needs az terraform openssl curl sha256sum
  choose_instance "$instance"
  if grep -vE '^[[:space:]]*#' "$var_file" | grep -nE '@example\.(org|com)|00000000-0000-0000-0000-000000000000' >&2; then
    fail "instances/$instance.tfvars still has the examples above in it"
  fi
  [[ -z $image || $image =~ ^[a-z0-9.-]+(:[0-9]+)?/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$ ]] ||
    fail '--image must name a digest: registry.example/gatehouse@sha256:… ; a tag can move'
  sign_in
  has_server=$([ "$(setting enable_container_apps_env)" = false ] && echo no || echo yes)
  say "instance $instance, subscription $subscription"
}

# Whoever is signed in: a person, or an application in CI.
own_object_id() {
  if [ "$(az account show --query user.type --output tsv)" = user ]; then
    az ad signed-in-user show --query id --output tsv
  else
    az ad sp show --id "$(az account show --query user.name --output tsv)" --query id --output tsv
  fi
}

make_state() {
  local account location scope
  account=$(state_account)
  location=$(setting location)
  scope=/subscriptions/$subscription/resourceGroups/$state_group/providers/Microsoft.Storage/storageAccounts/$account
  if ! az storage account show --name "$account" --resource-group "$state_group" --output none 2>/dev/null; then
    az group create --name "$state_group" --location "$location" --tags application=gatehouse --output none
    az storage account create --name "$account" --resource-group "$state_group" --location "$location" \
      --sku Standard_ZRS --kind StorageV2 --min-tls-version TLS1_2 --https-only true \
      --allow-blob-public-access false --allow-shared-key-access false --output none
  fi
  az storage account blob-service-properties update --account-name "$account" --resource-group "$state_group" \
    --enable-versioning true --enable-delete-retention true --delete-retention-days 30 --output none
  az storage container-rm create --storage-account "$account" --resource-group "$state_group" --name tfstate --output none
  az role assignment create --role 'Storage Blob Data Contributor' --assignee-object-id "$(own_object_id)" \
    --scope "$scope" --output none
  open_state
  say "$account/tfstate/$instance.tfstate"
}

# apply [-target=…]: plans, says how much would change, and carries exactly that out.
apply() {
  local status=0
  tf plan -no-color -detailed-exitcode -var-file="$var_file" -out="$work/plan" "$@" >"$work/plan.log" || status=$?
  case $status in
    0) say 'nothing to change' ;;
    2)
      grep -E '^(Plan:|  # .* (destroyed|replaced))' "$work/plan.log" | sed 's/^ */   /' || true
      tf apply -no-color "$work/plan" | { grep -E '^Apply complete|: (Creation|Modifications|Destruction) complete' || true; } |
        sed 's/ \[id=.*//; s/^/   /'
      read_outputs
      ;;
    *) fail 'Terraform could not plan; it says why above' ;;
  esac
}

choose_image() {
  [ "$has_server" = yes ] || return 0
  if [ -z "$image" ]; then
    TF_VAR_image=$(output image)
    [ -n "$TF_VAR_image" ] || fail "there is no server yet: name its image with --image registry.example/gatehouse@sha256:…"
  else
    TF_VAR_image=gatehouse@${image#*@}
  fi
  export TF_VAR_image
  say "$TF_VAR_image"
}

# The vault is written from here. It answers its network, and the addresses that deployer_addresses names.
wait_for_vault() {
  local vault=$1 attempt
  for attempt in $(seq "${VAULT_ATTEMPTS:-40}"); do
    if az keyvault secret list --vault-name "$vault" --query '[].name' --output tsv >"$work/names" 2>"$work/refusal"; then
      return 0
    fi
    printf '   waiting for the vault, try %s of %s\r' "$attempt" "${VAULT_ATTEMPTS:-40}"
    sleep "${VAULT_WAIT_SECONDS:-15}"
  done
  cat "$work/refusal" >&2
  fail "the vault $vault does not let this machine in. From outside of the network its address must be in deployer_addresses of instances/$instance.tfvars (and may be taken out again afterwards)"
}

in_vault() { grep -qx -- "${1//_/-}" "$work/names"; }
read_vault() { az keyvault secret show --vault-name "$1" --name "${2//_/-}" --query value --output tsv; }

# The password of a URL of ours, which is letters and digits.
password_of() {
  local rest=${1#*://*:}
  printf '%s' "${rest%%@*}"
}

as_json() {
  local text=$1
  [[ $text != *[[:cntrl:]]* ]] || fail "the value of $2 has line breaks or other control characters in it"
  text=${text//\\/\\\\}
  printf '"%s":"%s"' "$2" "${text//\"/\\\"}"
}

# secret VAULT NAME: what the vault has; else a new one where we may choose; else from the environment; else it is asked for.
secret() {
  local vault=$1 name=$2 value
  case $name in
    DATABASE_OWNER_PASSWORD) in_vault MIGRATION_DATABASE_URL && { password_of "$(read_vault "$vault" MIGRATION_DATABASE_URL)"; return; } ;;
    DATABASE_SERVER_PASSWORD) in_vault DATABASE_URL && { password_of "$(read_vault "$vault" DATABASE_URL)"; return; } ;;
    *) in_vault "$name" && { read_vault "$vault" "$name"; return; } ;;
  esac
  case $name in
    DATABASE_*_PASSWORD) openssl rand -hex 32 ;;
    SECRET_KEY) openssl rand -base64 48 | tr -d '\n' ;;
    *)
      value=${!name:-}
      if [ -z "$value" ] && [ -t 0 ]; then
        read -rsp "   $name (not shown): " value </dev/tty
        echo >&2
      fi
      [ -n "$value" ] || fail "the vault has no $name: give it in the environment, or run this in a terminal to be asked for it"
      printf '%s' "$value"
      ;;
  esac
}

gather_secrets() {
  local vault name names value values=''
  vault=$(output vault)
  wait_for_vault "$vault"
  names=$(secret_names)
  for name in DATABASE_OWNER_PASSWORD DATABASE_SERVER_PASSWORD $names; do
    [[ $name =~ ^(MIGRATION_)?DATABASE_URL$|^REDIS_URL$ ]] && continue # made of what is known
    value=$(secret "$vault" "$name")
    [ -n "$value" ] || fail "$name is empty"
    values+="${values:+,}$(as_json "$value" "$name")"
  done
  export TF_VAR_secret_values="{$values}"
  say "$(wc -l <"$work/names") of them were in $vault already"
}

import_image() {
  local registry
  [ "$has_server" = yes ] || return 0
  registry=$(output registry)
  [ -n "$image" ] || { say 'the one that is there'; return 0; }
  [[ ${image%%/*} != "$registry".* ]] || { say 'is in the registry already'; return 0; }
  az acr import --name "$registry" --source "$image" --image "gatehouse:${image: -12}" --force --output none
  say "$registry/gatehouse@${image#*@}"
}

migrate() {
  local job execution status=Unknown waited=0
  [ "$has_server" = yes ] || return 0
  apply -target=azurerm_container_app_job.migration
  job=$(output migration_job)
  execution=$(az containerapp job start --name "$job" --resource-group "$group" --query name --output tsv)
  while [ "$waited" -le "${MIGRATION_SECONDS:-1800}" ]; do
    status=$(az containerapp job execution show --name "$job" --resource-group "$group" \
      --job-execution-name "$execution" --query properties.status --output tsv) || status=Unknown
    case $status in
      Succeeded) say "$execution succeeded"; return 0 ;;
      Failed | Stopped | Degraded) break ;;
    esac
    printf '   %s: %s for %ss\r' "$execution" "$status" "$waited"
    sleep "${POLL_SECONDS:-5}"
    waited=$((waited + ${POLL_SECONDS:-5}))
  done
  printf '\nFAILED while %s: %s ended as %s. Nothing of it was kept, and no server was changed. What it said:\n' \
    "$current_step" "$execution" "$status" >&2
  printf '  az containerapp job logs show --name %s --resource-group %s --execution %s --container migrate\n' \
    "$job" "$group" "$execution" >&2
  exit 20
}

# smoke PATH BODY: the server answers there, with exactly that.
smoke() {
  local answer='' waited=0
  while [ "$waited" -le "${SMOKE_SECONDS:-300}" ]; do
    answer=$(curl --silent --show-error --max-time 10 "$server_url$1" 2>&1) || true
    [ "$answer" = "$2" ] && { say "$1 $answer"; return 0; }
    printf '   %s not yet, %ss\r' "$1" "$waited"
    sleep "${POLL_SECONDS:-5}"
    waited=$((waited + ${POLL_SECONDS:-5}))
  done
  fail "$server_url$1 should answer $2, but: ${answer:-nothing}. With public_ingress = false it answers inside the network only. Why: az containerapp logs show --name $(output server) --resource-group $group --tail 100"
}

step 'looking at what is needed'
preflight
step 'opening the state'
make_state
step 'choosing the image'
choose_image
step 'making the registry and the vault'
TF_VAR_secret_values='{}' apply -target=azurerm_container_registry.main -target=azurerm_role_assignment.deployer_writes_secrets
group=$(output resource_group)
step 'finding or making the secrets'
gather_secrets
step 'bringing the image in'
import_image
step 'running the migrations'
migrate
step 'making everything else'
apply
if [ "$has_server" = yes ]; then
  step 'asking the server how it is'
  server_url=$(output server_url)
  smoke /api/v1/health '{"status":"ok"}'
  smoke /api/v1/ready '{"status":"ready"}'
fi

step 'done'
say "people        $(output public_url)"
say "group         $group"
say "server        $(output server)"
say "migrations    $(output migration_job)"
say "database      $(output database_host)"
say "vault         $(output vault)"
say "registry      $(output registry)"
say "the first administrator: docs/IAC_ARCHITECTURE.md"
