# Exports of the audit log and reports of restore drills, apart from the database they tell of.
resource "azurerm_storage_account" "exports" {
  count = var.enable_storage_account ? 1 : 0

  name                     = "${local.compact}x"
  location                 = azurerm_resource_group.main.location
  resource_group_name      = azurerm_resource_group.main.name
  account_tier             = "Standard"
  account_replication_type = var.short_lived ? "LRS" : "ZRS"
  min_tls_version          = "TLS1_2"

  https_traffic_only_enabled      = true
  allow_nested_items_to_be_public = false
  public_network_access_enabled   = !local.private
  # Its keys are in the state; with this they open nothing.
  shared_access_key_enabled       = false
  local_user_enabled              = false
  default_to_oauth_authentication = true

  blob_properties {
    versioning_enabled = true
    delete_retention_policy {
      days = 30
    }
    container_delete_retention_policy {
      days = 30
    }
  }

  tags = local.tags
}

resource "azurerm_storage_container" "exports" {
  count = var.enable_storage_account ? 1 : 0

  name                  = "exports"
  storage_account_id    = azurerm_storage_account.exports[0].id
  container_access_type = "private"
}
