<?php

declare(strict_types=1);

namespace Creno\Checks;

use Drupal\creno\ApiAddress;
use Drupal\creno\Choices;
use Drupal\creno\Plugin\Block\BookingBlock;
use Drupal\creno\Plugin\Filter\EmbedFilter;
use PHPUnit\Framework\TestCase;
use Symfony\Component\Yaml\Yaml;

/**
 * Checks that the module's files agree with one another.
 */
class ModuleTest extends TestCase {

  private const MODULE = __DIR__ . '/../creno/';

  /**
   * The schema describes the configuration, with the rules of the classes.
   */
  public function testSchema(): void {
    $schema = $this->yaml('config/schema/creno.schema.yml');
    $install = $this->yaml('config/install/creno.settings.yml');
    $this->assertSame(array_keys($install), array_keys($schema['creno.settings']['mapping']));

    $block = $schema['block.settings.creno_booking']['mapping'];
    $defaults = array_keys(BookingBlock::create((new Site(''))->container(), [], '', [])->defaultConfiguration());
    $this->assertEqualsCanonicalizing(array_diff($defaults, ['label_display']), array_keys($block));
    $this->assertSame(['', ...Choices::CHANNELS], $block['channel']['constraints']['Choice']['choices']);
    $this->assertSame(['', ...Choices::LANGUAGES], $block['lang']['constraints']['Choice']['choices']);

    $this->assertSame(ApiAddress::PATTERN, $schema['creno.address']['constraints']['Regex']['pattern']);
    $this->assertSame(Choices::SLUG_PATTERN, $schema['creno.slug']['constraints']['Regex']['pattern']);
  }

  /**
   * Routes, links, permissions and services name things that exist.
   */
  public function testNames(): void {
    $routes = $this->yaml('creno.routing.yml');
    $permissions = $this->yaml('creno.permissions.yml');
    foreach ($routes as $route) {
      $this->assertTrue(class_exists($route['defaults']['_form']));
      $this->assertArrayHasKey($route['requirements']['_permission'], $permissions);
    }
    foreach ($this->yaml('creno.links.menu.yml') as $link) {
      $this->assertArrayHasKey($link['route_name'], $routes);
    }
    $info = $this->yaml('creno.info.yml');
    $this->assertArrayHasKey($info['configure'], $routes);
    $this->assertSame('^10.3 || ^11', $info['core_version_requirement']);
    foreach ($this->yaml('creno.services.yml')['services'] as $service) {
      if (is_array($service)) {
        $parameters = (new \ReflectionClass($service['class']))->getConstructor()->getNumberOfParameters();
        $this->assertCount($parameters, $service['arguments']);
      }
    }
    $composer = json_decode((string) file_get_contents(self::MODULE . 'composer.json'), TRUE, 512, JSON_THROW_ON_ERROR);
    $this->assertSame('drupal-module', $composer['type']);
    $this->assertSame($info['core_version_requirement'], $composer['require']['drupal/core']);
  }

  /**
   * The plugins' attributes can be made, and the theme's template is there.
   */
  public function testPlugins(): void {
    foreach ([BookingBlock::class => 'creno_booking', EmbedFilter::class => 'creno_embed'] as $class => $id) {
      $attributes = (new \ReflectionClass($class))->getAttributes();
      $this->assertCount(1, $attributes);
      $this->assertSame($id, $attributes[0]->newInstance()->id);
    }
    foreach (array_keys(creno_theme()) as $hook) {
      $this->assertFileExists(self::MODULE . 'templates/' . strtr($hook, '_', '-') . '.html.twig');
    }
  }

  /**
   * Every text has its French translation, and no translation is left over.
   */
  public function testTranslations(): void {
    $quoted = '((?:"(?:[^"\\\\]|\\\\.)*"\s*)+)';
    $source = (string) file_get_contents(self::MODULE . 'translations/creno.fr.po');
    preg_match_all("/^msgid $quoted^msgstr $quoted/m", $source, $matches, PREG_SET_ORDER);
    $read = static fn (string $text): string => stripcslashes((string) preg_replace('/^"|"$|"\s*\n"/m', '', trim($text)));
    $translations = [];
    foreach ($matches as [, $text, $translation]) {
      $translations[$read($text)] = $read($translation);
    }
    unset($translations['']);
    $this->assertNotContains('', $translations);
    $this->assertEqualsCanonicalizing($this->texts(), array_keys($translations));
    foreach ($translations as $text => $translation) {
      foreach (['/<[^>]+>/', '/[:@%][a-z]+\b/'] as $kept) {
        preg_match_all($kept, $text, $before);
        preg_match_all($kept, $translation, $after);
        $this->assertEqualsCanonicalizing($before[0], $after[0], $text);
      }
    }
  }

  /**
   * Finds the texts that Drupal translates.
   */
  private function texts(): array {
    $info = $this->yaml('creno.info.yml');
    $texts = [$info['name'], $info['description'], $info['package']];
    foreach ($this->yaml('creno.permissions.yml') as $permission) {
      array_push($texts, $permission['title'], $permission['description']);
    }
    foreach ($this->yaml('creno.routing.yml') as $route) {
      $texts[] = $route['defaults']['_title'];
    }
    foreach ($this->yaml('creno.links.menu.yml') as $link) {
      array_push($texts, $link['title'], $link['description']);
    }
    $schema = $this->yaml('config/schema/creno.schema.yml');
    array_walk_recursive($schema, static function (mixed $value, int|string $key) use (&$texts): void {
      if ($key === 'label' || $key === 'message') {
        $texts[] = $value;
      }
    });
    $files = new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator(self::MODULE . 'src', \FilesystemIterator::SKIP_DOTS));
    foreach ([self::MODULE . 'creno.module', ...$files] as $file) {
      $tokens = array_values(array_filter(
        \PhpToken::tokenize((string) file_get_contents((string) $file)),
        static fn (\PhpToken $token): bool => !$token->isIgnorable(),
      ));
      foreach ($tokens as $place => $token) {
        if (in_array($token->text, ['t', 'TranslatableMarkup'], TRUE) && $tokens[$place + 1]->text === '(') {
          $this->assertTrue($tokens[$place + 2]->is(T_CONSTANT_ENCAPSED_STRING), "$file:{$token->line}");
          $texts[] = stripslashes(substr($tokens[$place + 2]->text, 1, -1));
        }
      }
    }
    return array_values(array_unique($texts));
  }

  /**
   * Reads a file of the module.
   */
  private function yaml(string $path): array {
    return Yaml::parseFile(self::MODULE . $path);
  }

}
