resource "azurerm_key_vault" "main" {
  name                = "gh-${var.instance}-${local.suffix}"
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  tenant_id           = data.azurerm_client_config.current.tenant_id
  sku_name            = "standard"

  rbac_authorization_enabled = true
  soft_delete_retention_days = var.short_lived ? 7 : 90
  purge_protection_enabled   = !var.short_lived

  public_network_access_enabled = !local.private || length(var.deployer_addresses) > 0

  network_acls {
    bypass         = "None"
    default_action = local.private ? "Deny" : "Allow"
    ip_rules       = var.deployer_addresses
  }

  tags = local.tags
}

locals {
  # Settings of docs/CONFIGURATION.md that are secrets, and who reads them.
  server_secrets = setunion(["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SMTP_URL"], var.optional_secrets)
  secrets_of = {
    server    = local.server_secrets
    migration = toset(["DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SMTP_URL"])
  }
  secret_names = setunion(local.server_secrets, local.secrets_of.migration)

  # Named from what is known before the server is there: its password must be in the vault before it is set.
  postgres_host = "${local.postgres_name}.postgres.database.azure.com"
  postgres_url = {
    for role in [local.postgres_owner, local.postgres_server] :
    role => "@${local.postgres_host}:5432/authdb?sslmode=verify-full"
  }
}

resource "azurerm_key_vault_secret" "main" {
  for_each = local.secret_names

  name         = replace(each.key, "_", "-")
  key_vault_id = azurerm_key_vault.main.id
  content_type = "text/plain"
  tags         = local.tags

  value_wo = (
    each.key == "DATABASE_URL" ? "postgres://${local.postgres_server}:${urlencode(var.secret_values["DATABASE_SERVER_PASSWORD"])}${local.postgres_url[local.postgres_server]}" :
    each.key == "MIGRATION_DATABASE_URL" ? "postgres://${local.postgres_owner}:${urlencode(var.secret_values["DATABASE_OWNER_PASSWORD"])}${local.postgres_url[local.postgres_owner]}" :
    each.key == "REDIS_URL" ? "rediss://${azurerm_user_assigned_identity.main["server"].principal_id}@${azurerm_managed_redis.main.hostname}:${azurerm_managed_redis.main.default_database[0].port}" :
    var.secret_values[each.key]
  )
  # Written once. Later values are put into the vault by whoever rotates them, and Terraform leaves those alone.
  value_wo_version = 1

  depends_on = [azurerm_role_assignment.deployer_writes_secrets]
}
