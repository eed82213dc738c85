# What the flags make, and what they refuse. `terraform test`, with the provider or its stand-in; nothing is applied.
variables {
  subscription_id = "11111111-2222-4333-8444-555555555555"
  instance        = "trial"
  location        = "westeurope"
  image           = "gatehouse@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  mail_from       = "Trial <no-reply@gatehouse.test>"
  alert_emails    = ["somebody@gatehouse.test"]
  monthly_budget  = 100
  postgres_entra_admin = {
    object_id = "99999999-8888-4777-8666-555555555555"
    name      = "administrators"
  }
  secret_values = {
    DATABASE_OWNER_PASSWORD  = "one"
    DATABASE_SERVER_PASSWORD = "two"
    SECRET_KEY               = "three"
    SMTP_URL                 = "four"
    GOOGLE_CLIENT_SECRET     = "five"
  }
}

run "private_unless_told" {
  command = plan

  assert {
    condition     = var.network_mode == "private"
    error_message = "network_mode must be private by default"
  }
  assert {
    condition = alltrue([
      azurerm_postgresql_flexible_server.main.public_network_access_enabled == false,
      azurerm_key_vault.main.public_network_access_enabled == false,
      azurerm_container_registry.main.public_network_access_enabled == false,
      azurerm_managed_redis.main.public_network_access == "Disabled",
    ])
    error_message = "a service has a public address"
  }
  assert {
    condition     = toset(keys(azurerm_private_endpoint.main)) == toset(["vault", "registry", "redis"])
    error_message = "vault, registry and Redis must have addresses in the network"
  }
  assert {
    condition     = length(azurerm_management_lock.keep) == 2
    error_message = "database and vault must be locked"
  }
  assert {
    condition     = length(azurerm_storage_account.exports) == 0
    error_message = "there must be no storage account unless it is asked for"
  }
  assert {
    condition     = length(azurerm_monitor_scheduled_query_rules_alert_v2.log) == length(fileset(path.module, "alerts/kql/*.kql"))
    error_message = "every query of alerts/kql must be a rule"
  }
}

run "without_container_apps" {
  command = plan

  variables {
    enable_container_apps_env = false
    image                     = ""
  }

  assert {
    condition     = length(azurerm_container_app_environment.main) + length(azurerm_container_app.server) + length(azurerm_container_app_job.migration) == 0
    error_message = "there must be no environment, server and job"
  }
  assert {
    condition     = azurerm_postgresql_flexible_server.main.version == "17"
    error_message = "the database stays"
  }
}

run "with_storage" {
  command = plan

  variables {
    enable_storage_account = true
  }

  assert {
    condition     = azurerm_storage_account.exports[0].public_network_access_enabled == false && contains(keys(azurerm_private_endpoint.main), "exports")
    error_message = "the storage account must be in the network only"
  }
  assert {
    condition     = contains(keys(azurerm_management_lock.keep), "exports")
    error_message = "the storage account must be locked"
  }
}

run "short_lived_and_public" {
  command = plan

  variables {
    short_lived  = true
    network_mode = "public"
  }

  assert {
    condition     = length(azurerm_management_lock.keep) == 0 && azurerm_key_vault.main.purge_protection_enabled == false
    error_message = "what is destroyed when idle must not be locked"
  }
  assert {
    condition     = length(azurerm_private_endpoint.main) == 0 && azurerm_container_registry.main.sku == "Basic"
    error_message = "public mode must have no private endpoints"
  }
}

run "internal" {
  command = plan

  variables {
    public_ingress = false
  }

  assert {
    condition     = azurerm_container_app_environment.main[0].internal_load_balancer_enabled && length(azurerm_application_insights_standard_web_test.health) == 0
    error_message = "an internal server must not be asked for from outside"
  }
}

run "a_secret_more" {
  command = plan

  variables {
    optional_secrets = ["GOOGLE_CLIENT_SECRET"]
    settings         = { GOOGLE_CLIENT_ID = "client" }
  }

  assert {
    condition     = azurerm_key_vault_secret.main["GOOGLE_CLIENT_SECRET"].name == "GOOGLE-CLIENT-SECRET"
    error_message = "it must be in the vault, with dashes"
  }
  assert {
    condition     = contains([for env in azurerm_container_app.server[0].template[0].container[0].env : env.name], "GOOGLE_CLIENT_SECRET")
    error_message = "the server must be given it"
  }
  assert {
    condition     = !contains([for env in azurerm_container_app_job.migration[0].template[0].container[0].env : env.name], "GOOGLE_CLIENT_SECRET")
    error_message = "the migration job must not be given it"
  }
}

run "refuses_public_where_it_stays" {
  command = plan
  variables {
    network_mode = "public"
  }
  expect_failures = [var.network_mode]
}

run "refuses_a_tag" {
  command = plan
  variables {
    image = "gatehouse:latest"
  }
  expect_failures = [var.image]
}

run "refuses_no_image" {
  command = plan
  variables {
    image = ""
  }
  expect_failures = [var.image]
}

run "refuses_names_too_long_for_a_vault" {
  command = plan
  variables {
    instance = "a-very-long-name"
  }
  expect_failures = [var.instance]
}

run "refuses_the_whole_internet" {
  command = plan
  variables {
    deployer_addresses = ["0.0.0.0/0"]
  }
  expect_failures = [var.deployer_addresses]
}

run "refuses_alerts_for_nobody" {
  command = plan
  variables {
    alert_emails = []
  }
  expect_failures = [var.alert_emails]
}

run "refuses_http" {
  command = plan
  variables {
    public_url = "http://id.example.org"
  }
  expect_failures = [var.public_url]
}
