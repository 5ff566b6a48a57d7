/*
 * The objects that hold the static fields: the runtime makes some five hundred of them when it starts, one by one on the heap for
 * pinned objects, which looks through all its lists of free memory each time. That is more than half of all instructions of a
 * launch. Here they are cut from one piece of that heap, which the collector is asked for once. What is not cut off yet is at each
 * moment what the collector itself calls free memory: an object of its free type, by whose length the heap can be walked.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "runtime-start.h"

/* What the collector and the compiled code agree upon: the first words of a type, and of an object of variable length. */
struct method_table {
    uint32_t flags;
    uint32_t base_size;
};

struct free_object {
    struct method_table *type;
    size_t length;
};

enum {
    pinned_object_heap = 0x40, /* GC_ALLOC_PINNED_OBJECT_HEAP */
    free_object_base = 24,     /* header, type and length: no object is smaller */
    piece_size = 32 << 10
};

extern struct method_table *g_pFreeObjectEEType;

void RhAllocateNewArray(struct method_table *type, uint32_t count, uint32_t flags, void **result);
void __real_RhAllocateNewObject(struct method_table *type, uint32_t flags, void **result);

static struct free_object *rest;
static size_t rest_size;

static int has_room(size_t size)
{
    return rest_size == size || rest_size >= size + free_object_base;
}

/* The piece is all zeros but for its first two words: so is each object that is cut from it, as the runtime expects. */
static void *cut(size_t size)
{
    char *object = (char *)rest;
    memset(rest, 0, sizeof(*rest));
    rest = (struct free_object *)(object + size);
    rest_size -= size;
    if (rest_size > 0) {
        rest->type = g_pFreeObjectEEType;
        rest->length = rest_size - free_object_base;
    }

    return object;
}

void __wrap_RhAllocateNewObject(struct method_table *type, uint32_t flags, void **result)
{
    size_t size = (type->base_size + 7u) & ~(size_t)7;
    if (!pscontainer_is_starting || flags != pinned_object_heap || size < free_object_base || size > piece_size / 8) {
        __real_RhAllocateNewObject(type, flags, result);
        return;
    }

    if (!has_room(size)) {
        rest = NULL;
        RhAllocateNewArray(g_pFreeObjectEEType, piece_size - free_object_base, flags, (void **)&rest);
        rest_size = rest == NULL ? 0 : piece_size;
    }

    if (!has_room(size)) {
        __real_RhAllocateNewObject(type, flags, result);
        return;
    }

    struct method_table **object = cut(size);
    *object = type;
    *result = object;
}
