#include "swiftsdp.h"
