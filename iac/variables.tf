variable "subscription_id" {
  description = "Where everything is made. deploy.sh takes the one `az` is signed in to."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id must be the id of a subscription: `az account show --query id`."
  }
}

variable "instance" {
  description = "The name of this environment; there may be any number beside each other. It is the name of the file in instances/."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,8}[a-z0-9]$", var.instance))
    error_message = "instance must be 2 to 10 lower-case letters, digits and dashes, beginning with a letter: names of vaults have 24 characters."
  }
}

variable "location" {
  description = "The region."
  type        = string
}

variable "short_lived" {
  description = "For environments that are destroyed when idle: no delete locks, no purge protection, and network_mode may be public."
  type        = bool
  default     = false
}

variable "network_mode" {
  description = "private: database, Redis, vault, registry and storage have addresses in the network only. public: they have public ones, for trying things out."
  type        = string
  default     = "private"

  validation {
    condition     = contains(["private", "public"], var.network_mode)
    error_message = "network_mode must be private or public."
  }

  validation {
    condition     = var.network_mode == "private" || var.short_lived
    error_message = "network_mode = \"public\" is for instances with short_lived = true."
  }
}

variable "deployer_addresses" {
  description = "Addresses the vault answers besides the network, for whoever runs deploy.sh from outside of it. Empty: only from inside."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for range in var.deployer_addresses : can(cidrhost(range, 0)) && try(tonumber(split("/", range)[1]) >= 24, false)])
    error_message = "deployer_addresses must be IPv4 ranges such as 203.0.113.7/32, and none wider than /24."
  }
}

variable "address_space" {
  description = "The network's own range; at least a /20."
  type        = string
  default     = "10.60.0.0/20"

  validation {
    condition     = can(cidrsubnet(var.address_space, 4, 0)) && try(tonumber(split("/", var.address_space)[1]) <= 20, false)
    error_message = "address_space must be an IPv4 range of at least /20."
  }
}

variable "enable_container_apps_env" {
  description = "false: no Container Apps environment, and so no server; data, vault and logs stay."
  type        = bool
  default     = true
}

variable "enable_storage_account" {
  description = "A storage account for exports of the audit log and reports of restore drills."
  type        = bool
  default     = false
}

variable "image" {
  description = "The image the server is first made with, and the migration job runs, as repository@sha256:… in the registry of this instance. deploy.sh sets it."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[a-z0-9]+([._/-][a-z0-9]+)*@sha256:[0-9a-f]{64}$", var.image)) || (var.image == "" && !var.enable_container_apps_env)
    error_message = "image must name a digest: gatehouse@sha256:… . A tag can move."
  }
}

variable "public_url" {
  description = "The https address people use. Empty: the one Container Apps gives the server."
  type        = string
  default     = ""

  validation {
    condition     = var.public_url == "" || can(regex("^https://[a-z0-9.-]+$", var.public_url))
    error_message = "public_url must be an https origin, such as https://id.example.org."
  }
}

variable "public_ingress" {
  description = "false: people reach the server from the network only."
  type        = bool
  default     = true
}

variable "mail_from" {
  description = "The sender of every mail."
  type        = string
}

variable "settings" {
  description = "Further settings of docs/CONFIGURATION.md that are no secrets, by name."
  type        = map(string)
  default     = {}
}

variable "optional_secrets" {
  description = "Names of further secrets of docs/CONFIGURATION.md, such as GOOGLE_CLIENT_SECRET. deploy.sh asks for their values."
  type        = set(string)
  default     = []
}

variable "secret_values" {
  description = "Values of all secrets, by name. They go to the vault and to Postgres, and into neither state nor plan."
  type        = map(string)
  ephemeral   = true
}

variable "min_replicas" {
  description = "Servers that always run."
  type        = number
  default     = 2
}

variable "max_replicas" {
  description = "Servers that run at the most."
  type        = number
  default     = 6

  validation {
    condition     = var.max_replicas >= var.min_replicas
    error_message = "max_replicas must not be less than min_replicas."
  }
}

variable "server_cpu" {
  description = "Cores of one server. Container Apps takes 2 GiB of memory for each."
  type        = number
  default     = 1
}

variable "trusted_proxies" {
  description = "Where Container Apps' own proxies are: the ranges it reserves for itself."
  type        = list(string)
  default     = ["100.100.0.0/17", "100.100.128.0/19", "100.100.160.0/19", "100.100.192.0/19"]
}

variable "postgres_sku" {
  description = "Size of the database server."
  type        = string
  default     = "GP_Standard_D2ds_v5"
}

variable "postgres_storage_mb" {
  description = "Its disk, which grows by itself."
  type        = number
  default     = 32768
}

variable "postgres_high_availability" {
  description = "A standby in another zone. Not for sizes whose name begins with B_."
  type        = bool
  default     = true
}

variable "backup_retention_days" {
  description = "How far back the database can be restored."
  type        = number
  default     = 35

  validation {
    condition     = var.backup_retention_days >= 7 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be 7 to 35."
  }
}

variable "backup_in_other_region" {
  description = "Keeps backups in the paired region as well. Cannot be changed later."
  type        = bool
  default     = true
}

variable "postgres_entra_admin" {
  description = "Who may sign in to the database as its administrator with Microsoft Entra: a group, or a person."
  type = object({
    object_id = string
    name      = string
    type      = optional(string, "Group")
  })
}

variable "redis_sku" {
  description = "Size of Managed Redis."
  type        = string
  default     = "Balanced_B0"
}

variable "redis_high_availability" {
  description = "A second node."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 90
}

variable "alert_emails" {
  description = "Who is told of alerts, and of the budget."
  type        = list(string)

  validation {
    condition     = length(var.alert_emails) > 0
    error_message = "alert_emails must name somebody: an alert that nobody gets is none."
  }
}

variable "monthly_budget" {
  description = "In the currency of the subscription. At 80 % and 100 % of it, spent or foreseen, somebody is told; nothing is stopped."
  type        = number
}

variable "tags" {
  description = "Further tags of everything."
  type        = map(string)
  default     = {}
}
