# What deploy.sh, destroy.sh and drift.sh share. Sourced, not run.
# shellcheck shell=bash

iac_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export TF_IN_AUTOMATION=1 TF_INPUT=0 AZURE_CORE_ONLY_SHOW_ERRORS=true

current_step='reading the command line'
step() {
  current_step=$1
  printf '\n== %s\n' "$1"
}
say() { printf '   %s\n' "$*"; }
fail() {
  printf '\nFAILED while %s: %s\n' "$current_step" "$*" >&2
  exit 1
}

# A command that fails without a word of its own still names the step it failed in.
trap_errors() {
  trap '[ "$BASH_SUBSHELL" -gt 0 ] || printf "\nFAILED while %s (line %s). Run it again once that is mended: it goes on from here.\n" "$current_step" "$LINENO" >&2' ERR
}

needs() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
  done
}

# choose_instance NAME: sets instance and var_file.
choose_instance() {
  instance=$1
  [[ $instance =~ ^[a-z][a-z0-9-]{0,8}[a-z0-9]$ ]] ||
    fail "\"$instance\" is no name of an instance: 2 to 10 lower-case letters, digits and dashes"
  var_file=$iac_folder/instances/$instance.tfvars
  [[ -f $var_file ]] ||
    fail "there is no instances/$instance.tfvars; there are: $(cd "$iac_folder/instances" && printf '%s ' *.tfvars)"
}

# setting NAME: what the instance's file gives a plain variable; empty when it leaves it out.
setting() { sed -nE "s/^$1[[:space:]]*=[[:space:]]*\"?([^\"#]*[^\"# ])\"?.*/\1/p" "$var_file" | tail -n 1; }

# sign_in: sets subscription, and hands both to Terraform.
sign_in() {
  subscription=$(az account show --query id --output tsv 2>/dev/null) || fail 'az is not signed in: run az login'
  [[ $subscription =~ ^[0-9a-f-]{36}$ ]] || fail 'az names no subscription: run az account set --subscription …'
  export ARM_SUBSCRIPTION_ID=$subscription TF_VAR_subscription_id=$subscription TF_VAR_instance=$instance
  # Each instance has a folder of its own for what init leaves behind, so that one is never taken for another.
  export TF_DATA_DIR=$iac_folder/.terraform/$instance
}

state_group=gatehouse-state
# state_account: of the subscription, and the same for everybody who deploys from it.
state_account() { printf 'ghstate%s' "$(printf '%s' "$subscription" | sha256sum | cut -c1-16)"; }

tf() { terraform -chdir="$iac_folder" "$@"; }

# open_state: Terraform's state is a blob of that account, read with the identity of whoever runs this and not with a key.
open_state() {
  local attempt log=$work/init.log
  for attempt in $(seq "${STATE_ATTEMPTS:-20}"); do
    if tf init -no-color -reconfigure \
      -backend-config="resource_group_name=$state_group" \
      -backend-config="storage_account_name=$(state_account)" \
      -backend-config='container_name=tfstate' \
      -backend-config="key=$instance.tfstate" \
      -backend-config='use_azuread_auth=true' >"$log" 2>&1; then
      read_outputs
      return 0
    fi
    # A role that was just given takes some minutes to be known everywhere.
    grep -qE 'AuthorizationPermissionMismatch|AuthorizationFailure|status 403' "$log" || break
    printf '   waiting for access to the state, try %s of %s\r' "$attempt" "${STATE_ATTEMPTS:-20}"
    sleep "${STATE_WAIT_SECONDS:-15}"
  done
  cat "$log" >&2
  return 1
}

make_work_folder() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
}

read_outputs() { tf output -no-color >"$work/outputs" 2>/dev/null || true; }
# output NAME: an output as text, as it was when outputs were last read; empty where there is none.
output() { sed -nE "s/^$1 = \"(.*)\"$/\1/p" "$work/outputs"; }

# known_image: the one of the last apply. What was destroyed half-way has forgotten it, and then any does.
known_image() {
  TF_VAR_image=$(output image)
  [ -n "$TF_VAR_image" ] || TF_VAR_image=gatehouse@sha256:$(printf '0%.0s' {1..64})
  export TF_VAR_image
}

# without_secrets: for plans that write nothing. Values that are only sent with a new version need not be the real ones.
without_secrets() {
  local name names values=''
  names=$(secret_names)
  for name in DATABASE_OWNER_PASSWORD DATABASE_SERVER_PASSWORD $names; do
    values+="${values:+,}\"$name\":\"not-sent\""
  done
  export TF_VAR_secret_values="{$values}"
}

# secret_names: of this instance, as the configuration has them, whether it was ever applied or not.
secret_names() {
  local names
  names=$(TF_VAR_secret_values='{}' tf console -var-file="$var_file" <<<'join(" ", sort(local.secret_names))') ||
    fail 'Terraform could not say which secrets there are'
  [[ $names =~ ^\"[A-Z_\ ]+\"$ ]] || fail "these are no names of secrets: $names"
  printf '%s' "${names//\"/}"
}
