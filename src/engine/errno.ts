/** Kernel error numbers as calls return them (include/uapi/asm-generic/errno-base.h and errno.h). */
export const ENOMEM = -12;
export const EFAULT = -14;
export const EBUSY = -16;
export const EINVAL = -22;
export const ENOSYS = -38;
