"""The frozen types that cross the pipe between the window and the wallet process."""
