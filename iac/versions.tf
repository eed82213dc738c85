terraform {
  # Write-only arguments and ephemeral variables, which keep secrets out of state and plans, came with 1.11.
  required_version = ">= 1.11, < 2.0"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.73, < 5.0"
    }
  }

  # deploy.sh makes the storage account and says where it is.
  backend "azurerm" {}
}

provider "azurerm" {
  subscription_id     = var.subscription_id
  storage_use_azuread = true

  features {
    key_vault {
      # A vault that purge protection keeps comes back with its secrets when the instance is made again.
      recover_soft_deleted_key_vaults = true
      recover_soft_deleted_secrets    = true
      purge_soft_delete_on_destroy    = var.short_lived
    }

    resource_group {
      # What somebody else put into the group is not deleted with it.
      prevent_deletion_if_contains_resources = true
    }

    application_insights {
      disable_generated_rule = true
    }
  }
}
