"""Tests with a real Spark, which packaging/checks/spark.sh runs and sets up."""
