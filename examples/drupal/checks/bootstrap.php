<?php

/**
 * @file
 * Loads the module's classes and what stands for Drupal.
 *
 * Needs the Debian packages php-twig, php-masterminds-html5, php-symfony-yaml,
 * php-symfony-dependency-injection and php-symfony-event-dispatcher.
 */

declare(strict_types=1);

foreach ([
  'Twig/autoload.php',
  'Masterminds/HTML5/autoload.php',
  'Symfony/Component/Yaml/autoload.php',
  'Symfony/Component/DependencyInjection/autoload.php',
  'Symfony/Component/EventDispatcher/autoload.php',
] as $autoload) {
  require_once $autoload;
}

spl_autoload_register(static function (string $class): void {
  $places = [
    'Drupal\\creno\\' => '/../creno/src/',
    'Drupal\\Tests\\creno\\' => '/../creno/tests/src/',
    'Creno\\Checks\\' => '/',
  ];
  foreach ($places as $namespace => $folder) {
    $path = __DIR__ . $folder . str_replace('\\', '/', substr($class, strlen($namespace))) . '.php';
    if (str_starts_with($class, $namespace) && is_file($path)) {
      require_once $path;
    }
  }
});

require_once __DIR__ . '/stubs/render.php';
require_once __DIR__ . '/stubs/core.php';
require_once __DIR__ . '/stubs/modules.php';
require_once __DIR__ . '/../creno/creno.module';
