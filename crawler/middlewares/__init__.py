"""What stands between the engine and the web, one small file each."""
