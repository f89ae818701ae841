// The same as add-key.x86_64.s for arm64. System calls: asm-generic/unistd.h.
    .text
start:
    ldr x19, [sp, 16]               // NAME
    ldr x20, [sp, 24]               // FILE
    mov x8, 56                      // openat(AT_FDCWD, FILE, O_RDWR)
    mov x0, -100
    mov x1, x20
    mov x2, 2
    mov x3, 0
    svc 0
    tbnz x0, 63, failed
    mov x21, x0
    mov x8, 63                      // read(file, buffer, size)
    adr x1, buffer
    mov x2, 32768
    svc 0
    tbnz x0, 63, failed
    mov x22, x0
    mov x8, 217                     // add_key("user", NAME, buffer, length, KEY_SPEC_USER_KEYRING)
    adr x0, type
    mov x1, x19
    adr x2, buffer
    mov x3, x22
    mov x4, -4
    svc 0
    mov x23, x0
    adr x0, buffer                  // zeros over the buffer,
    mov x1, 4096
wipe:
    str xzr, [x0], 8
    subs x1, x1, 1
    b.ne wipe
    mov x8, 68                      // and by pwrite64 over the file
    mov x0, x21
    adr x1, buffer
    mov x2, x22
    mov x3, 0
    svc 0
    mov x8, 35                      // unlinkat(AT_FDCWD, FILE, 0)
    mov x0, -100
    mov x1, x20
    mov x2, 0
    svc 0
    tbnz x23, 63, failed
    mov x8, 219                     // keyctl(KEYCTL_SETPERM): root may read it from any session
    mov x0, 5
    mov x1, x23
    mov x2, 0x3f0b0000
    svc 0
    tbnz x0, 63, failed
    mov x0, 0
exit:
    mov x8, 93
    svc 0
failed:
    mov x0, 1
    b exit
type:
    .asciz "user"
    .balign 8
buffer:
