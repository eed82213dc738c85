resource "azurerm_managed_redis" "main" {
  name                      = local.name
  location                  = azurerm_resource_group.main.location
  resource_group_name       = azurerm_resource_group.main.name
  sku_name                  = var.redis_sku
  high_availability_enabled = var.redis_high_availability
  public_network_access     = local.private ? "Disabled" : "Enabled"

  default_database {
    # With keys on, Terraform would read them into its state.
    access_keys_authentication_enabled = false
    client_protocol                    = "Encrypted"
    # One script counts over keys of several slots.
    clustering_policy = "NoCluster"
    # Counters of limits are all that is kept here, and they expire.
    eviction_policy = "VolatileTTL"
  }

  tags = local.tags
}

resource "azurerm_managed_redis_access_policy_assignment" "server" {
  managed_redis_id = azurerm_managed_redis.main.id
  object_id        = azurerm_user_assigned_identity.main["server"].principal_id
}
