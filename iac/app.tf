locals {
  app_name   = "${local.name}-server"
  server_url = try("https://${local.app_name}.${azurerm_container_app_environment.main[0].default_domain}", "")
  public_url = var.public_url != "" ? var.public_url : local.server_url
  image      = "${azurerm_container_registry.main.login_server}/${var.image}"

  # Settings of docs/CONFIGURATION.md; a test holds the names to those the server knows.
  settings = merge(var.settings, {
    NODE_ENV        = "production"
    HOST            = "0.0.0.0"
    PORT            = "8000"
    METRICS_PORT    = "9464"
    LOG_FORMAT      = "json"
    PUBLIC_URL      = local.public_url
    MAIL_FROM       = var.mail_from
    TRUSTED_PROXIES = join(",", var.trusted_proxies)
    REDIS_IDENTITY  = "on"
  })

  # Which of its identities a container is, for whoever asks Azure for a token. No setting of the server's own.
  azure_client_id = { for name, identity in azurerm_user_assigned_identity.main : name => { AZURE_CLIENT_ID = identity.client_id } }

  # How long a server may take to end: SHUTDOWN_DELAY_MS, SHUTDOWN_TIMEOUT_MS, and what hangs after that.
  termination_seconds = 40
}

resource "azurerm_container_app_environment" "main" {
  count = var.enable_container_apps_env ? 1 : 0

  name                           = local.name
  location                       = azurerm_resource_group.main.location
  resource_group_name            = azurerm_resource_group.main.name
  infrastructure_subnet_id       = azurerm_subnet.servers.id
  internal_load_balancer_enabled = !var.public_ingress
  zone_redundancy_enabled        = !var.short_lived
  # By a diagnostic setting, which needs no key of the workspace.
  logs_destination                   = "azure-monitor"
  infrastructure_resource_group_name = "${local.name}-infrastructure"

  workload_profile {
    name                  = "Consumption"
    workload_profile_type = "Consumption"
  }

  tags = local.tags
}

# `gatehouse migrate up`: runs what is pending as the owner of the tables, makes the server's role, and grants it its
# rights. deploy.sh and the release start it before a new version serves.
resource "azurerm_container_app_job" "migration" {
  count = var.enable_container_apps_env ? 1 : 0

  name                         = "${local.name}-migrate"
  location                     = azurerm_resource_group.main.location
  resource_group_name          = azurerm_resource_group.main.name
  container_app_environment_id = azurerm_container_app_environment.main[0].id
  workload_profile_name        = "Consumption"
  replica_timeout_in_seconds   = 1800
  # What failed is looked at, and started again by hand.
  replica_retry_limit = 0

  manual_trigger_config {
    parallelism              = 1
    replica_completion_count = 1
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.main["migration"].id]
  }

  registry {
    server   = azurerm_container_registry.main.login_server
    identity = azurerm_user_assigned_identity.main["migration"].id
  }

  dynamic "secret" {
    for_each = local.secrets_of.migration
    content {
      name                = lower(replace(secret.value, "_", "-"))
      identity            = azurerm_user_assigned_identity.main["migration"].id
      key_vault_secret_id = azurerm_key_vault_secret.main[secret.value].versionless_id
    }
  }

  template {
    container {
      name   = "migrate"
      image  = local.image
      cpu    = 0.5
      memory = "1Gi"
      args   = ["/app/server/dist/cli.js", "migrate", "up"]

      dynamic "env" {
        for_each = merge(local.settings, local.azure_client_id.migration)
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets_of.migration
        content {
          name        = env.value
          secret_name = lower(replace(env.value, "_", "-"))
        }
      }
    }
  }

  tags = local.tags

  depends_on = [
    azurerm_role_assignment.pull,
    azurerm_role_assignment.read_secret,
    azurerm_private_endpoint.main,
    azurerm_private_dns_zone_virtual_network_link.main,
    azurerm_postgresql_flexible_server_database.authdb,
    azurerm_postgresql_flexible_server_configuration.main,
    azurerm_postgresql_flexible_server_firewall_rule.azure,
  ]
}

resource "azurerm_container_app" "server" {
  count = var.enable_container_apps_env ? 1 : 0

  name                         = local.app_name
  resource_group_name          = azurerm_resource_group.main.name
  container_app_environment_id = azurerm_container_app_environment.main[0].id
  workload_profile_name        = "Consumption"
  # A release makes a revision that gets no traffic, and then more and more of it.
  revision_mode          = "Multiple"
  max_inactive_revisions = 10

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.main["server"].id]
  }

  registry {
    server   = azurerm_container_registry.main.login_server
    identity = azurerm_user_assigned_identity.main["server"].id
  }

  dynamic "secret" {
    for_each = local.secrets_of.server
    content {
      name                = lower(replace(secret.value, "_", "-"))
      identity            = azurerm_user_assigned_identity.main["server"].id
      key_vault_secret_id = azurerm_key_vault_secret.main[secret.value].versionless_id
    }
  }

  ingress {
    target_port                = 8000
    external_enabled           = true
    transport                  = "http"
    allow_insecure_connections = false

    traffic_weight {
      latest_revision = true
      percentage      = 100
    }
  }

  template {
    min_replicas                     = var.min_replicas
    max_replicas                     = var.max_replicas
    termination_grace_period_seconds = local.termination_seconds

    http_scale_rule {
      name                = "requests"
      concurrent_requests = "50"
    }

    container {
      name   = "server"
      image  = local.image
      cpu    = var.server_cpu
      memory = "${var.server_cpu * 2}Gi"

      dynamic "env" {
        for_each = merge(local.settings, local.azure_client_id.server)
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets_of.server
        content {
          name        = env.value
          secret_name = lower(replace(env.value, "_", "-"))
        }
      }

      # Health touches nothing, so that no outage of what is needed restarts servers.
      startup_probe {
        transport               = "HTTP"
        port                    = 8000
        path                    = "/api/v1/health"
        interval_seconds        = 2
        timeout                 = 2
        failure_count_threshold = 30
      }

      liveness_probe {
        transport               = "HTTP"
        port                    = 8000
        path                    = "/api/v1/health"
        interval_seconds        = 10
        timeout                 = 5
        failure_count_threshold = 3
      }

      readiness_probe {
        transport               = "HTTP"
        port                    = 8000
        path                    = "/api/v1/ready"
        interval_seconds        = 5
        timeout                 = 3
        failure_count_threshold = 2
        success_count_threshold = 1
      }
    }
  }

  tags = local.tags

  lifecycle {
    # These are the release's, once the server has been made.
    ignore_changes = [
      ingress[0].traffic_weight,
      template[0].container[0].image,
      template[0].revision_suffix,
    ]
  }

  # The database has its tables by then: deploy.sh runs the job in between.
  depends_on = [azurerm_container_app_job.migration]
}
