data "azurerm_client_config" "current" {}

locals {
  name = "gatehouse-${var.instance}"
  # The same for everybody who deploys this instance, and another for each subscription: some names are the world's.
  suffix  = substr(sha256("${var.subscription_id}/${var.instance}"), 0, 6)
  compact = replace("gh${var.instance}${local.suffix}", "-", "")

  private = var.network_mode == "private"

  tags = merge(var.tags, {
    application = "gatehouse"
    instance    = var.instance
    managed-by  = "terraform"
  })
}

resource "azurerm_resource_group" "main" {
  name     = local.name
  location = var.location
  tags     = local.tags
}

# What cannot be made again. The group cannot be deleted either while it holds something locked. destroy.sh takes the
# locks away first, and only after its question was answered.
resource "azurerm_management_lock" "keep" {
  for_each = var.short_lived ? {} : merge(
    {
      database = azurerm_postgresql_flexible_server.main.id
      vault    = azurerm_key_vault.main.id
    },
    { for account in azurerm_storage_account.exports : "exports" => account.id },
  )

  name       = "keep-${each.key}"
  scope      = each.value
  lock_level = "CanNotDelete"
  notes      = "Holds what cannot be made again. Taken away by iac/destroy.sh."
}

resource "azurerm_consumption_budget_resource_group" "monthly" {
  name              = "${local.name}-monthly"
  resource_group_id = azurerm_resource_group.main.id
  amount            = var.monthly_budget
  time_grain        = "Monthly"

  time_period {
    start_date = formatdate("YYYY-MM-01'T'00:00:00Z", plantimestamp())
  }

  dynamic "notification" {
    for_each = {
      spent-80     = { threshold = 80, type = "Actual" }
      spent-100    = { threshold = 100, type = "Actual" }
      foreseen-100 = { threshold = 100, type = "Forecasted" }
    }

    content {
      operator       = "GreaterThanOrEqualTo"
      threshold      = notification.value.threshold
      threshold_type = notification.value.type
      contact_emails = var.alert_emails
    }
  }

  lifecycle {
    # Azure takes the month in which a budget is made, and no earlier one.
    ignore_changes = [time_period]
  }
}
