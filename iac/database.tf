locals {
  postgres_name   = "${local.name}-${local.suffix}"
  postgres_owner  = "gatehouse_owner"
  postgres_server = "gatehouse_server"
}

resource "azurerm_postgresql_flexible_server" "main" {
  name                = local.postgres_name
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  version             = "17"
  sku_name            = var.postgres_sku
  storage_mb          = var.postgres_storage_mb
  auto_grow_enabled   = true

  # Owns the tables, and is used by the migration job alone. The server's own role is made by that job.
  administrator_login               = local.postgres_owner
  administrator_password_wo         = var.secret_values["DATABASE_OWNER_PASSWORD"]
  administrator_password_wo_version = 1

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = true
    tenant_id                     = data.azurerm_client_config.current.tenant_id
  }

  public_network_access_enabled = !local.private
  delegated_subnet_id           = local.private ? azurerm_subnet.database.id : null
  private_dns_zone_id           = local.private ? azurerm_private_dns_zone.main["database"].id : null

  backup_retention_days        = var.backup_retention_days
  geo_redundant_backup_enabled = var.backup_in_other_region

  dynamic "high_availability" {
    for_each = var.postgres_high_availability ? ["ZoneRedundant"] : []
    content {
      mode = high_availability.value
    }
  }

  maintenance_window {
    day_of_week  = 0
    start_hour   = 3
    start_minute = 0
  }

  tags = local.tags

  lifecycle {
    # Azure chooses the zones, and a failover swaps them.
    ignore_changes = [zone, high_availability[0].standby_availability_zone]
  }

  depends_on = [
    azurerm_private_dns_zone_virtual_network_link.main,
    azurerm_subnet_network_security_group_association.data,
    # When making the server fails half-way, the next run finds its password here.
    azurerm_key_vault_secret.main,
  ]
}

resource "azurerm_postgresql_flexible_server_active_directory_administrator" "main" {
  server_name         = azurerm_postgresql_flexible_server.main.name
  resource_group_name = azurerm_resource_group.main.name
  tenant_id           = data.azurerm_client_config.current.tenant_id
  object_id           = var.postgres_entra_admin.object_id
  principal_name      = var.postgres_entra_admin.name
  principal_type      = var.postgres_entra_admin.type
}

resource "azurerm_postgresql_flexible_server_database" "authdb" {
  name      = "authdb"
  server_id = azurerm_postgresql_flexible_server.main.id
  charset   = "UTF8"
  collation = "en_US.utf8"
}

resource "azurerm_postgresql_flexible_server_configuration" "main" {
  for_each = {
    require_secure_transport = "on"
    ssl_min_protocol_version = "TLSv1.2"
    # Statements may hold addresses; errors and slow ones are logged without this.
    log_statement = "none"
  }

  name      = each.key
  server_id = azurerm_postgresql_flexible_server.main.id
  value     = each.value
}

# Only in public mode. Azure reads this rule as: from any address of Azure's own.
resource "azurerm_postgresql_flexible_server_firewall_rule" "azure" {
  count = local.private ? 0 : 1

  name             = "from-azure"
  server_id        = azurerm_postgresql_flexible_server.main.id
  start_ip_address = "0.0.0.0"
  end_ip_address   = "0.0.0.0"
}
