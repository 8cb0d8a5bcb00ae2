// libFuzzer has the main function.
