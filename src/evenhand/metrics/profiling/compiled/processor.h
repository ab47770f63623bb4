/* Calls that are compiled for several generations of processors, the best of which is chosen where they run.
 *
 * Each computes the same numbers: arithmetic is that of the letter, without contraction, on any of them. */
#ifndef EVENHAND_PROCESSOR_H
#define EVENHAND_PROCESSOR_H

#include <stdint.h>

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12 && defined(__x86_64__) && defined(__GLIBC__)
#define BY_PROCESSOR __attribute__((flatten, target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define BY_PROCESSOR
#endif

#endif
