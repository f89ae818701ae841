# add-key NAME FILE: puts the file's bytes into root's user keyring as the key NAME, writes zeros
# over the file and removes it. Needs no stack, library or interpreter. src/boot/graft/add-key.ts has
# the bytes; a test assembles this again and compares. System calls: unistd_64.h, add_key(2), keyctl(2).
    .intel_syntax noprefix
    .text
start:
    mov rbx, [rsp + 16]             # NAME
    mov r12, [rsp + 24]             # FILE
    mov eax, 2                      # open(FILE, O_RDWR)
    mov rdi, r12
    mov esi, 2
    xor edx, edx
    syscall
    test rax, rax
    js failed
    mov r13d, eax
    xor eax, eax                    # read(file, buffer, size)
    mov edi, r13d
    lea rsi, [rip + buffer]
    mov edx, 32768
    syscall
    test rax, rax
    js failed
    mov r14, rax
    mov eax, 248                    # add_key("user", NAME, buffer, length, KEY_SPEC_USER_KEYRING)
    lea rdi, [rip + type]
    mov rsi, rbx
    lea rdx, [rip + buffer]
    mov r10, r14
    mov r8, -4
    syscall
    mov r15, rax
    lea rdi, [rip + buffer]         # zeros over the buffer,
    mov ecx, 4096
    xor eax, eax
    rep stosq
    mov eax, 18                     # and by pwrite64 over the file
    mov edi, r13d
    lea rsi, [rip + buffer]
    mov rdx, r14
    xor r10d, r10d
    syscall
    mov eax, 87                     # unlink(FILE)
    mov rdi, r12
    syscall
    test r15, r15
    js failed
    mov eax, 250                    # keyctl(KEYCTL_SETPERM): root may read it from any session
    mov edi, 5
    mov rsi, r15
    mov edx, 0x3f0b0000
    syscall
    test rax, rax
    js failed
    xor edi, edi
exit:
    mov eax, 60
    syscall
failed:
    mov edi, 1
    jmp exit
type:
    .asciz "user"
    .balign 8
buffer:
