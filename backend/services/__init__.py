"""Operations: one a file, the only code that changes state. Each takes a Context first and keyword arguments after."""
