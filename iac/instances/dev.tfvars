# For trying things out, and destroyed when idle. Every name, address and amount here is to be replaced.
location       = "westeurope"
mail_from      = "Example Ltd (trial) <no-reply@example.org>"
alert_emails   = ["operations@example.org"]
monthly_budget = 100

short_lived  = true
network_mode = "public"

postgres_entra_admin = {
  object_id = "00000000-0000-0000-0000-000000000000"
  name      = "gatehouse-database-administrators"
}

# The least of everything.
min_replicas               = 1
max_replicas               = 2
server_cpu                 = 0.5
postgres_sku               = "B_Standard_B1ms"
postgres_high_availability = false
backup_retention_days      = 7
backup_in_other_region     = false
redis_high_availability    = false
log_retention_days         = 30
