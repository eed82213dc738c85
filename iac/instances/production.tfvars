# For an environment that stays. Every name, address and amount here is to be replaced.
location       = "westeurope"
mail_from      = "Example Ltd <no-reply@example.org>"
alert_emails   = ["operations@example.org"]
monthly_budget = 1000

# Empty: the address Container Apps gives. One of your own also takes a DNS record and a certificate: docs/IAC_ARCHITECTURE.md.
public_url = ""

# A group of people in Microsoft Entra.
postgres_entra_admin = {
  object_id = "00000000-0000-0000-0000-000000000000"
  name      = "gatehouse-database-administrators"
}

# From where deploy.sh and drift.sh run, when not from inside the network.
deployer_addresses = []

# As an example of what else can be set; see docs/CONFIGURATION.md.
settings = {
  SIGNUP_MODE = "public"
}
