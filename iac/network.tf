resource "azurerm_virtual_network" "main" {
  name                = local.name
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  address_space       = [var.address_space]
  tags                = local.tags
}

resource "azurerm_subnet" "servers" {
  name                 = "servers"
  resource_group_name  = azurerm_resource_group.main.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = [cidrsubnet(var.address_space, 3, 0)]

  delegation {
    name = "container-apps"
    service_delegation {
      name    = "Microsoft.App/environments"
      actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
    }
  }
}

resource "azurerm_subnet" "database" {
  name                            = "database"
  resource_group_name             = azurerm_resource_group.main.name
  virtual_network_name            = azurerm_virtual_network.main.name
  address_prefixes                = [cidrsubnet(var.address_space, 4, 2)]
  default_outbound_access_enabled = false

  delegation {
    name = "postgres"
    service_delegation {
      name    = "Microsoft.DBforPostgreSQL/flexibleServers"
      actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  name                              = "endpoints"
  resource_group_name               = azurerm_resource_group.main.name
  virtual_network_name              = azurerm_virtual_network.main.name
  address_prefixes                  = [cidrsubnet(var.address_space, 4, 3)]
  default_outbound_access_enabled   = false
  private_endpoint_network_policies = "Enabled"
}

# Who in the network may speak to what holds data: the servers, on the ports that are used, and nobody else.
resource "azurerm_network_security_group" "data" {
  for_each = {
    database  = { subnet = azurerm_subnet.database.address_prefixes[0], ports = ["5432"] }
    endpoints = { subnet = azurerm_subnet.endpoints.address_prefixes[0], ports = ["443", "10000"] }
  }

  name                = "${local.name}-${each.key}"
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  tags                = local.tags

  security_rule = concat(
    [
      merge(local.any_rule, {
        name                    = "from-servers"
        priority                = 100
        access                  = "Allow"
        protocol                = "Tcp"
        source_address_prefix   = azurerm_subnet.servers.address_prefixes[0]
        destination_port_ranges = each.value.ports
        destination_port_range  = null
      }),
      merge(local.any_rule, {
        name                  = "from-elsewhere"
        priority              = 4000
        access                = "Deny"
        protocol              = "*"
        source_address_prefix = "*"
      }),
    ],
    # A database server and its standby speak to each other.
    each.key != "database" ? [] : [
      merge(local.any_rule, {
        name                  = "from-itself"
        priority              = 110
        access                = "Allow"
        protocol              = "*"
        source_address_prefix = each.value.subnet
      }),
    ],
  )
}

locals {
  any_rule = {
    name                                       = null
    description                                = null
    direction                                  = "Inbound"
    priority                                   = null
    access                                     = null
    protocol                                   = null
    source_port_range                          = "*"
    source_port_ranges                         = []
    source_address_prefix                      = null
    source_address_prefixes                    = []
    source_application_security_group_ids      = []
    destination_port_range                     = "*"
    destination_port_ranges                    = []
    destination_address_prefix                 = "*"
    destination_address_prefixes               = []
    destination_application_security_group_ids = []
  }

  # Services that get an address in the network, with the zone their name is answered in.
  private_links = local.private ? merge(
    {
      vault    = { zone = "privatelink.vaultcore.azure.net", of = azurerm_key_vault.main.id, subresource = "vault" }
      registry = { zone = "privatelink.azurecr.io", of = azurerm_container_registry.main.id, subresource = "registry" }
      redis    = { zone = "privatelink.redis.azure.net", of = azurerm_managed_redis.main.id, subresource = "redisEnterprise" }
    },
    {
      for account in azurerm_storage_account.exports :
      "exports" => { zone = "privatelink.blob.core.windows.net", of = account.id, subresource = "blob" }
    },
  ) : {}

  zones = merge(
    { for name, link in local.private_links : name => link.zone },
    local.private ? { database = "privatelink.postgres.database.azure.com" } : {},
  )
}

resource "azurerm_subnet_network_security_group_association" "data" {
  for_each = {
    database  = azurerm_subnet.database.id
    endpoints = azurerm_subnet.endpoints.id
  }

  subnet_id                 = each.value
  network_security_group_id = azurerm_network_security_group.data[each.key].id
}

resource "azurerm_private_dns_zone" "main" {
  for_each = local.zones

  name                = each.value
  resource_group_name = azurerm_resource_group.main.name
  tags                = local.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "main" {
  for_each = local.zones

  name                  = local.name
  resource_group_name   = azurerm_resource_group.main.name
  private_dns_zone_name = azurerm_private_dns_zone.main[each.key].name
  virtual_network_id    = azurerm_virtual_network.main.id
  tags                  = local.tags
}

resource "azurerm_private_endpoint" "main" {
  for_each = local.private_links

  name                = "${local.name}-${each.key}"
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  subnet_id           = azurerm_subnet.endpoints.id
  tags                = local.tags

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = each.value.of
    subresource_names              = [each.value.subresource]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = each.key
    private_dns_zone_ids = [azurerm_private_dns_zone.main[each.key].id]
  }
}
