resource "azurerm_monitor_action_group" "main" {
  name                = local.name
  resource_group_name = azurerm_resource_group.main.name
  short_name          = substr(replace("gh${var.instance}", "-", ""), 0, 12)

  dynamic "email_receiver" {
    for_each = var.alert_emails
    content {
      name                    = email_receiver.value
      email_address           = email_receiver.value
      use_common_alert_schema = true
    }
  }

  tags = local.tags
}

locals {
  # How far back a rule may look, as Azure allows it, in minutes.
  spans = [
    { minutes = 5, name = "PT5M" }, { minutes = 10, name = "PT10M" }, { minutes = 15, name = "PT15M" },
    { minutes = 30, name = "PT30M" }, { minutes = 45, name = "PT45M" }, { minutes = 60, name = "PT1H" },
    { minutes = 120, name = "PT2H" }, { minutes = 360, name = "PT6H" }, { minutes = 1440, name = "P1D" },
    { minutes = 2880, name = "P2D" },
  ]

  # Each file says in its first line which alert it is and how severe, and in its `ago(…)` how far back it looks.
  log_alerts = {
    for file in fileset("${path.module}/alerts/kql", "*.kql") : trimsuffix(file, ".kql") => {
      query    = file("${path.module}/alerts/kql/${file}")
      headline = regex("^// (?P<name>\\w+), severity (?P<severity>[123])\\. (?P<meaning>.+)\n", file("${path.module}/alerts/kql/${file}"))
      minutes = max([
        for ago in regexall("ago\\((\\d+)([mhd])\\)", file("${path.module}/alerts/kql/${file}")) :
        tonumber(ago[0]) * { m = 1, h = 60, d = 1440 }[ago[1]]
      ]...)
    }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "log" {
  for_each = local.log_alerts

  name                = "${local.name}-${each.key}"
  display_name        = "Gatehouse ${var.instance}: ${each.value.headline.name}"
  description         = "${each.value.headline.meaning} See docs/METRICS.md, ${each.value.headline.name}."
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  scopes              = [azurerm_log_analytics_workspace.main.id]
  severity            = tonumber(each.value.headline.severity)

  evaluation_frequency = "PT5M"
  window_duration      = [for span in local.spans : span.name if span.minutes >= each.value.minutes][0]
  # The tables are made with the first line that comes in.
  skip_query_validation   = true
  auto_mitigation_enabled = true

  criteria {
    query                   = each.value.query
    time_aggregation_method = "Count"
    operator                = "GreaterThan"
    threshold               = 0

    failing_periods {
      number_of_evaluation_periods             = 1
      minimum_failing_periods_to_trigger_alert = 1
    }
  }

  action {
    action_groups = [azurerm_monitor_action_group.main.id]
  }

  tags = local.tags
}

# What Azure tells within a minute, and without a line of ours.
resource "azurerm_monitor_metric_alert" "main" {
  for_each = {
    database-down = {
      severity = 1, of = azurerm_postgresql_flexible_server.main.id, namespace = "Microsoft.DBforPostgreSQL/flexibleServers"
      metric   = "is_db_alive", aggregation = "Maximum", operator = "LessThan", threshold = 1
      meaning  = "The database server does not answer Azure's own check."
    }
    vault-unavailable = {
      severity = 2, of = azurerm_key_vault.main.id, namespace = "Microsoft.KeyVault/vaults"
      metric   = "Availability", aggregation = "Average", operator = "LessThan", threshold = 99
      meaning  = "Calls of the vault fail: a server that starts now gets no secrets."
    }
  }

  name                = "${local.name}-${each.key}"
  description         = each.value.meaning
  resource_group_name = azurerm_resource_group.main.name
  scopes              = [each.value.of]
  severity            = each.value.severity
  frequency           = "PT1M"
  window_size         = "PT5M"

  criteria {
    metric_namespace = each.value.namespace
    metric_name      = each.value.metric
    aggregation      = each.value.aggregation
    operator         = each.value.operator
    threshold        = each.value.threshold
  }

  action {
    action_group_id = azurerm_monitor_action_group.main.id
  }

  tags = local.tags
}

resource "azurerm_monitor_metric_alert" "unreachable" {
  count = length(azurerm_application_insights_standard_web_test.health)

  name                = "${local.name}-unreachable"
  description         = "Seen from outside, the server does not answer at its address, or its certificate ends soon."
  resource_group_name = azurerm_resource_group.main.name
  scopes = [
    azurerm_application_insights_standard_web_test.health[0].id,
    azurerm_application_insights.main.id,
  ]
  severity    = 1
  frequency   = "PT1M"
  window_size = "PT5M"

  application_insights_web_test_location_availability_criteria {
    web_test_id           = azurerm_application_insights_standard_web_test.health[0].id
    component_id          = azurerm_application_insights.main.id
    failed_location_count = 2
  }

  action {
    action_group_id = azurerm_monitor_action_group.main.id
  }

  tags = local.tags
}

resource "azurerm_monitor_activity_log_alert" "azure" {
  name                = "${local.name}-azure"
  description         = "Azure itself has an outage that touches this subscription in this region."
  resource_group_name = azurerm_resource_group.main.name
  location            = "global"
  scopes              = ["/subscriptions/${var.subscription_id}"]

  criteria {
    category = "ServiceHealth"
    service_health {
      events    = ["Incident"]
      locations = [var.location, "Global"]
    }
  }

  action {
    action_group_id = azurerm_monitor_action_group.main.id
  }

  tags = local.tags
}
