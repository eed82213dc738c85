# No secret is among them: deploy.sh prints them.
output "resource_group" {
  value = azurerm_resource_group.main.name
}

output "public_url" {
  value = local.public_url
}

output "server_url" {
  description = "What Container Apps itself calls the server; answers before a name of your own does."
  value       = local.server_url
}

output "registry" {
  value = azurerm_container_registry.main.name
}

output "vault" {
  value = azurerm_key_vault.main.name
}

output "database_host" {
  value = azurerm_postgresql_flexible_server.main.fqdn
}

output "server" {
  value = one(azurerm_container_app.server[*].name)
}

output "migration_job" {
  value = one(azurerm_container_app_job.migration[*].name)
}

output "image" {
  description = "What the migration job runs."
  value       = var.image
}
