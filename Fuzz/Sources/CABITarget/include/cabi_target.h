// The target is found by its symbol; C++ targets have a folder for headers.
