// Component types that the service brings; a workspace can use them and not change or delete them.

/** By its ARN: all such types are of one workspace of the service's own. */
export function isPredefined({ arn, componentTypeId }: { readonly arn?: string | undefined; readonly componentTypeId?: string | undefined }): boolean {
  if (arn !== undefined) return arn.includes(':workspace/AmazonOwnedTypesWorkspace/')
  return /^(test\.)?com\.(amazon|gemel)\./.test(componentTypeId ?? '')
}
