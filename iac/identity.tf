# The server and the migration job are two identities: only the job may read the password of the tables' owner.
resource "azurerm_user_assigned_identity" "main" {
  for_each = toset(["server", "migration"])

  name                = "${local.name}-${each.key}"
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  tags                = local.tags
}

resource "azurerm_role_assignment" "pull" {
  for_each = azurerm_user_assigned_identity.main

  scope                = azurerm_container_registry.main.id
  role_definition_name = "AcrPull"
  principal_id         = each.value.principal_id
  principal_type       = "ServicePrincipal"
}

# One secret each, not the vault.
resource "azurerm_role_assignment" "read_secret" {
  for_each = merge([
    for identity, names in local.secrets_of : {
      for name in names : "${identity}-${name}" => { identity = identity, secret = name }
    }
  ]...)

  scope                = azurerm_key_vault_secret.main[each.value.secret].resource_versionless_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.main[each.value.identity].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "deployer_writes_secrets" {
  scope                = azurerm_key_vault.main.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = data.azurerm_client_config.current.object_id
}
