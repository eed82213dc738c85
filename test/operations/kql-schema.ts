/**
 * The tables of a Log Analytics workspace that queries may read, with their columns as Azure Monitor's table reference
 * has them (learn.microsoft.com/azure/azure-monitor/reference/tables). The first is what the diagnostic setting
 * of a Container Apps environment writes its containers' output to.
 */
export const tables: Readonly<Record<string, string>> = {
  ContainerAppConsoleLogs:
    '(TimeGenerated: datetime, Log: string, Stream: string, ContainerAppName: string, ContainerName: string, ContainerId: string, ContainerGroupId: string, ContainerGroupName: string, ContainerImage: string, RevisionName: string, EnvironmentName: string, JobName: string, Location: string, OperationName: string, Category: string, TenantId: string, Type: string, _ResourceId: string)',
  AzureMetrics:
    '(TimeGenerated: datetime, MetricName: string, Average: real, Minimum: real, Maximum: real, Total: real, Count: real, UnitName: string, TimeGrain: string, Resource: string, ResourceGroup: string, ResourceId: string, ResourceProvider: string, SubscriptionId: string, TenantId: string, Type: string, _ResourceId: string)',
  AppRequests:
    '(TimeGenerated: datetime, Id: string, Name: string, Url: string, Source: string, Success: bool, ResultCode: string, DurationMs: real, PerformanceBucket: string, OperationId: string, OperationName: string, ParentId: string, ClientIP: string, ClientType: string, AppRoleName: string, AppRoleInstance: string, AppVersion: string, ItemCount: int, Properties: dynamic, Measurements: dynamic, SessionId: string, UserId: string, SDKVersion: string, _ResourceId: string)',
  AppTraces:
    '(TimeGenerated: datetime, Message: string, SeverityLevel: int, OperationId: string, OperationName: string, ParentId: string, AppRoleName: string, AppRoleInstance: string, AppVersion: string, ItemCount: int, Properties: dynamic, Measurements: dynamic, SessionId: string, UserId: string, SDKVersion: string, _ResourceId: string)',
}
