export const privileges = ['POOL_VIEW', 'POOL_MANAGEMENT', 'POOL_SVI_IMAGE_MANAGEMENT', 'MACHINE_VIEW'] as const;
