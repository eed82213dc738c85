import { blocks, type Plan } from './plan.ts'

/** What has logs or metrics to keep; `at` is where they are, when not at the resource itself. */
const OBSERVED: Readonly<Record<string, { logs: boolean; at?: string; optional?: boolean }>> = {
  azurerm_log_analytics_workspace: { logs: true },
  azurerm_key_vault: { logs: true },
  azurerm_container_registry: { logs: true },
  azurerm_postgresql_flexible_server: { logs: true },
  azurerm_network_security_group: { logs: true },
  azurerm_container_app_environment: { logs: true },
  azurerm_managed_redis: { logs: false },
  azurerm_virtual_network: { logs: false },
  azurerm_container_app: { logs: false },
  azurerm_storage_account: { logs: true, at: '/blobServices/default', optional: true },
}

const TAGS = ['application', 'instance', 'managed-by']

export const watchRules: Readonly<Record<string, (plan: Plan) => void>> = {
  'diagnostics are kept': (plan) => {
    const settings = new Map(
      plan
        .required('azurerm_monitor_diagnostic_setting')
        .map(({ values }) => [values.target_resource_id, values]),
    )
    for (const [type, { logs, at: where = '', optional }] of Object.entries(OBSERVED))
      for (const resource of optional ? plan.all(type) : plan.required(type)) {
        const setting = settings.get(`${plan.idOf(resource)}${where}`)
        if (!setting?.log_analytics_workspace_id)
          plan.find(resource.address, 'its logs and metrics are kept nowhere')
        else if (logs && blocks(setting, 'enabled_log').length === 0)
          plan.find(resource.address, 'its logs are not kept')
        else if (!logs && blocks(setting, 'enabled_metric').length === 0)
          plan.find(resource.address, 'its metrics are not kept')
      }
    for (const environment of plan.required('azurerm_container_app_environment'))
      plan.demand(environment, { logs_destination: 'azure-monitor' })
  },

  'somebody is told': (plan) => {
    for (const group of plan.required('azurerm_monitor_action_group'))
      if (blocks(group.values, 'email_receiver').length === 0) plan.find(group.address, 'tells nobody')
    for (const rule of plan.required('azurerm_monitor_scheduled_query_rules_alert_v2')) {
      const [action] = blocks(rule.values, 'action')
      if (rule.values.enabled === false) plan.find(rule.address, 'is off')
      if (!((action?.action_groups as unknown[] | undefined)?.length ?? 0))
        plan.find(rule.address, 'tells nobody')
      if (![1, 2, 3].includes(Number(rule.values.severity)))
        plan.find(rule.address, 'its severity is not 1, 2 or 3')
    }
    for (const type of ['azurerm_monitor_metric_alert', 'azurerm_monitor_activity_log_alert'])
      for (const rule of plan.required(type)) {
        if (rule.values.enabled === false) plan.find(rule.address, 'is off')
        if (blocks(rule.values, 'action').length === 0) plan.find(rule.address, 'tells nobody')
      }
  },

  'a budget': (plan) => {
    for (const { address, values } of plan.required('azurerm_consumption_budget_resource_group')) {
      if (!(Number(values.amount) > 0)) plan.find(address, 'is of nothing')
      const notifications = blocks(values, 'notification')
      if (notifications.length === 0) plan.find(address, 'tells nobody')
      for (const { contact_emails } of notifications)
        if (!((contact_emails as unknown[] | undefined)?.length ?? 0)) plan.find(address, 'tells nobody')
    }
  },

  tagged: (plan) => {
    for (const { address, values } of plan.resources) {
      if (!('tags' in values)) continue
      const tags = (values.tags ?? {}) as Record<string, string>
      for (const tag of TAGS) if (!tags[tag]) plan.find(address, `has no tag ${tag}`)
    }
  },
}
