resource "azurerm_container_registry" "main" {
  name                = local.compact
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  # Only this size has addresses in the network.
  sku                           = local.private ? "Premium" : "Basic"
  admin_enabled                 = false
  anonymous_pull_enabled        = local.private ? false : null
  public_network_access_enabled = !local.private
  network_rule_bypass_option    = local.private ? "AzureServices" : null
  tags                          = local.tags
}
