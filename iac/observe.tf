resource "azurerm_log_analytics_workspace" "main" {
  name                = local.name
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  sku                 = "PerGB2018"
  retention_in_days   = var.log_retention_days
  # Its keys are in the state; with this they open nothing.
  local_authentication_enabled = false
  tags                         = local.tags
}

resource "azurerm_application_insights" "main" {
  name                = local.name
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  workspace_id        = azurerm_log_analytics_workspace.main.id
  application_type    = "web"
  # The key of its connection string says where to, and opens nothing: who sends must be an identity with the role below.
  local_authentication_disabled = true
  tags                          = local.tags
}

resource "azurerm_role_assignment" "send_telemetry" {
  scope                = azurerm_application_insights.main.id
  role_definition_name = "Monitoring Metrics Publisher"
  principal_id         = azurerm_user_assigned_identity.main["server"].principal_id
  principal_type       = "ServicePrincipal"
}

locals {
  # Everything that has logs or metrics worth keeping; `logs` are categories that a resource does not have when null.
  observed = merge(
    {
      workspace = { of = azurerm_log_analytics_workspace.main.id, logs = "audit", metrics = false }
      vault     = { of = azurerm_key_vault.main.id, logs = "allLogs", metrics = true }
      registry  = { of = azurerm_container_registry.main.id, logs = "allLogs", metrics = true }
      database  = { of = azurerm_postgresql_flexible_server.main.id, logs = "allLogs", metrics = true }
      redis     = { of = azurerm_managed_redis.main.id, logs = null, metrics = true }
      network   = { of = azurerm_virtual_network.main.id, logs = null, metrics = true }
    },
    { for name, group in azurerm_network_security_group.data : "rules-${name}" => { of = group.id, logs = "allLogs", metrics = false } },
    { for environment in azurerm_container_app_environment.main : "environment" => { of = environment.id, logs = "allLogs", metrics = false } },
    { for server in azurerm_container_app.server : "server" => { of = server.id, logs = null, metrics = true } },
    { for account in azurerm_storage_account.exports : "exports" => { of = "${account.id}/blobServices/default", logs = "allLogs", metrics = true } },
  )
}

resource "azurerm_monitor_diagnostic_setting" "main" {
  for_each = local.observed

  name                           = "to-workspace"
  target_resource_id             = each.value.of
  log_analytics_workspace_id     = azurerm_log_analytics_workspace.main.id
  log_analytics_destination_type = each.value.logs == null ? null : "Dedicated"

  dynamic "enabled_log" {
    for_each = each.value.logs == null ? [] : [each.value.logs]
    content {
      category_group = enabled_log.value
    }
  }

  dynamic "enabled_metric" {
    for_each = each.value.metrics ? ["AllMetrics"] : []
    content {
      category = enabled_metric.value
    }
  }

  lifecycle {
    # Some resources answer with null, whatever was set.
    ignore_changes = [log_analytics_destination_type]
  }
}

# From outside, as people come: only where people can.
resource "azurerm_application_insights_standard_web_test" "health" {
  count = var.enable_container_apps_env && var.public_ingress ? 1 : 0

  name                    = "${local.name}-health"
  location                = azurerm_resource_group.main.location
  resource_group_name     = azurerm_resource_group.main.name
  application_insights_id = azurerm_application_insights.main.id
  enabled                 = true
  frequency               = 300
  timeout                 = 30
  retry_enabled           = true
  # West Europe, North Europe, UK South, North Central US, East Asia.
  geo_locations = ["emea-nl-ams-azr", "emea-gb-db3-azr", "emea-ru-msa-edge", "us-il-ch1-azr", "apac-hk-hkn-azr"]

  request {
    url                              = "${local.public_url}/api/v1/health"
    http_verb                        = "GET"
    follow_redirects_enabled         = false
    parse_dependent_requests_enabled = false
  }

  validation_rules {
    expected_status_code        = 200
    ssl_check_enabled           = true
    ssl_cert_remaining_lifetime = 14

    content {
      content_match      = "\"status\":\"ok\""
      pass_if_text_found = true
    }
  }

  tags = local.tags
}

resource "azurerm_application_insights_workbook" "board" {
  # Azure takes a UUID for a name; the same for everybody who deploys this instance.
  name                = uuidv5("url", "https://gatehouse.example/workbook/${var.subscription_id}/${var.instance}")
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  display_name        = "Gatehouse ${var.instance}"
  source_id           = lower(azurerm_log_analytics_workspace.main.id)
  category            = "workbook"
  data_json           = jsonencode(jsondecode(templatefile("${path.module}/workbook/gatehouse.json", { workspace = azurerm_log_analytics_workspace.main.id })))
  tags                = local.tags
}
